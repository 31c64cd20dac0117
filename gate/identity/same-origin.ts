import type { IncomingHttpHeaders } from "node:http";
import { Refusal } from "../refusal";

const CHANGES_NOTHING = ["GET", "HEAD"];

/**
 * A browser sends the session's cookie with what other sites make it send, too. What changes something must say that a
 * page of the gate made it.
 * @throws Refusal PERMISSION_DENIED
 */
export function requireSameOrigin(
  { headers, method }: { readonly headers: IncomingHttpHeaders; readonly method: string },
  origin: string,
): void {
  if (CHANGES_NOTHING.includes(method)) return;
  const site = headers["sec-fetch-site"];
  const from = headers.origin;
  const told = site !== undefined || from !== undefined;
  if (told && (site ?? "same-origin") === "same-origin" && (from ?? origin) === origin) return;
  throw new Refusal(
    "PERMISSION_DENIED",
    `this request uses the sign-in of a browser, but does not come from a page of ${origin}: programs send an access token instead (MLFLOW_TRACKING_TOKEN)`,
  );
}
