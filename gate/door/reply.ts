import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Answer } from "../call";
import type { Refusal } from "../refusal";
import type { DoorRoute } from "../routes/table";
import type { Opened } from "./upstream";

/** Headers of MLflow's answers that a client gets; all others stay here, `Location` above all. */
const RELAYED = [
  ...["content-type", "content-length", "content-disposition", "content-encoding"],
  ...["etag", "last-modified", "cache-control"],
];

/** On everything: no guessing of types, no frames, no address handed on, no copy in shared caches. */
const ALWAYS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
} as const;

/**
 * Of the user interface: its own scripts and data alone. It writes styles into the page, runs workers from blobs and shows
 * artifacts that it fetched from `blob:` and `data:` addresses.
 */
const PAGE_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-eval' blob:",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' data: blob:",
  "frame-src 'self' data: blob:",
  "connect-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** An artifact is somebody's upload on the gate's own origin, where an approver is signed in: as a page it may do nothing. */
const ARTIFACT_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

function policyOf(route: DoorRoute | undefined): Record<string, string> {
  if (route?.serves === "page") return { "content-security-policy": PAGE_POLICY };
  if (route?.serves === "artifact") return { "content-security-policy": ARTIFACT_POLICY };
  return { "content-security-policy": "default-src 'none'; frame-ancestors 'none'" };
}

/** Headers of every answer that the gate itself gives. */
export function securityHeaders(route?: DoorRoute): Record<string, string> {
  return { ...ALWAYS, ...policyOf(route) };
}

export function sendAnswer(response: ServerResponse, { status, contentType, body }: Answer): void {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  response.writeHead(status, {
    ...securityHeaders(),
    "cache-control": "no-store",
    "content-type": contentType,
    "content-length": bytes.length,
  });
  response.end(bytes);
}

/** @param close ends the connection: what follows on it cannot be trusted to be where it seems to be */
export function sendRefusal(response: ServerResponse, refusal: Refusal, { close = false } = {}): void {
  if (close) response.setHeader("connection", "close");
  if (refusal.code === "UNAUTHENTICATED") response.setHeader("www-authenticate", "Bearer");
  sendAnswer(response, {
    status: refusal.status,
    contentType: "application/json",
    body: JSON.stringify(refusal),
  });
}

/** Passes an answer through, never more of it in memory than the slower side has not taken yet. */
export async function relay(response: ServerResponse, route: DoorRoute, answer: Opened): Promise<void> {
  const passed = Object.fromEntries(
    RELAYED.flatMap((name) => {
      const value = answer.headers[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  response.writeHead(answer.statusCode, {
    "cache-control": "no-store",
    ...securityHeaders(route),
    ...passed,
  });
  await pipeline(answer.body, response);
}

/** How long the rest of a refused upload is taken and thrown away, so that the client comes to read the refusal. */
const LINGER_MS = 30_000;

/**
 * A client that is still sending does not read: what it sends is taken and thrown away for a while, then the connection ends.
 */
export function linger(request: IncomingMessage): void {
  if (request.complete) return;
  request.resume();
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  timer.unref();
  request.once("close", () => clearTimeout(timer));
}
