import { createHmac } from "node:crypto";
import { canonicalString } from "./canonical";

/** Domain of input references; keys of other domains give unrelated digests. The clients' `references` say the same. */
const DOMAIN = "art12.input.v1";

/**
 * The digest by which an input was logged, made again: HMAC-SHA-256 over UTF-8(domain) || 0x00 || UTF-8(scope) || 0x00 ||
 * the input's RFC 8785 text.
 *
 * @param key the very key that the application had, 32 bytes or more
 * @param input plain JSON, as the application had it
 */
export function keyedInputDigest(key: Uint8Array, scope: string, input: unknown): string {
  return createHmac("sha256", key)
    .update(`${DOMAIN}\0${scope}\0`)
    .update(canonicalString(input))
    .digest("hex");
}
