import * as client from "openid-client";
import type { IdentitySettings } from "./settings";

/** Endpoints may move; the gate runs for weeks. */
const KNOWN_FOR_MS = 3_600_000;
const TIMEOUT_SECONDS = 5;

/** The identity provider as the gate's public client sees it: discovered at the first sign-in, remembered for an hour. */
export function provider({
  issuer,
  signIn,
  now = () => new Date(),
}: Pick<IdentitySettings, "issuer" | "signIn" | "now">): () => Promise<client.Configuration> {
  let known: { readonly configuration: Promise<client.Configuration>; readonly at: number } | undefined;
  return () => {
    if (known && now().getTime() - known.at < KNOWN_FOR_MS) return known.configuration;
    const configuration = client.discovery(new URL(issuer), signIn.clientId, undefined, client.None(), {
      timeout: TIMEOUT_SECONDS,
      execute: [
        // The signature of the ID token, too, although it comes from the issuer itself.
        client.enableNonRepudiationChecks,
        // The settings let no issuer without TLS be one of another machine.
        ...(issuer.startsWith("http:") ? [client.allowInsecureRequests] : []),
      ],
    });
    known = { configuration, at: now().getTime() };
    configuration.catch(() => (known = undefined));
    return configuration;
  };
}
