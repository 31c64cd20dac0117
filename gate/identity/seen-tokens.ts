import { createHash } from "node:crypto";
import type { Principal } from "../principal";

/** A group that is taken away, or a key that is withdrawn, works no longer than this. */
const REMEMBERED_SECONDS = 60;
const MAX_TOKENS = 10_000;

/**
 * Remembers for a minute whose a verified token is: a training run sends the same one with every call, and a signature
 * costs more than the call. By digest, so that memory holds no tokens.
 * @param now seconds
 */
export function seenTokens(
  now: () => number,
  identify: (token: string) => Promise<{ readonly principal: Principal; readonly expiresAt: number }>,
): (token: string) => Promise<Principal> {
  const seen = new Map<string, { readonly principal: Principal; readonly until: number }>();
  return async (token) => {
    const digest = createHash("sha256").update(token).digest("base64");
    const known = seen.get(digest);
    if (known && now() < known.until) return known.principal;
    seen.delete(digest);
    const { principal, expiresAt } = await identify(token);
    // The oldest goes first: a map keeps the order of its entries.
    if (seen.size >= MAX_TOKENS) seen.delete(seen.keys().next().value ?? "");
    seen.set(digest, { principal, until: Math.min(expiresAt, now() + REMEMBERED_SECONDS) });
    return principal;
  };
}
