import canonicalize from "canonicalize";
import { hash } from "node:crypto";

/**
 * The one spelling of a JSON value by RFC 8785: sorted keys, no white space, ECMAScript numbers.
 * @throws TypeError when the value has no JSON form (undefined, a function).
 */
export function canonicalString(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("only a JSON value has a canonical string");
  return text;
}

/** SHA-256 of the text's UTF-8 bytes, as 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
  return hash("sha256", text, "hex");
}
