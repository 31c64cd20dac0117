import { createHash, createHmac, createSecretKey, randomBytes, type KeyObject } from "node:crypto";
import { Art12ConfigError, Art12InputError } from "./errors";

/**
 * Keyed references. What is authenticated is always
 *
 *     UTF-8(domain) || 0x00 || UTF-8(context) || 0x00 || UTF-8(payload)
 *
 * so that one key used in two domains gives unrelated digests. Neither a domain nor a context can hold a zero byte.
 */
const DOMAIN = {
  input: "art12.input.v1",
  commitment: "art12.commitment.v1",
  case: "art12.case.v1",
  reviewer: "art12.reviewer.v1",
} as const;

/** Shortest key: the length of the digest, as RFC 2104 advises. */
const KEY_BYTES = 32;
const NONCE_BYTES = 32;

/** Takes a key. @throws Art12ConfigError for anything but at least 32 bytes. */
export function secretKey(bytes: unknown, field: string): KeyObject {
  if (bytes instanceof Uint8Array && bytes.byteLength >= KEY_BYTES) return createSecretKey(bytes);
  throw new Art12ConfigError({
    code: "weak-key",
    field,
    needed: `must be a Buffer or Uint8Array of at least ${KEY_BYTES} random bytes`,
    fix: 'keep it in a secret store and pass it as Buffer.from(secret, "base64")',
  });
}

/** HMAC-SHA-256 reference to an input. Context: the scope. Payload: the input's RFC 8785 text. */
export function inputDigest(key: KeyObject, scope: string, canonicalInput: string): string {
  return keyed(key, DOMAIN.input, scope, canonicalInput);
}

/** HMAC-SHA-256 reference to a case. Context: the key's id. Payload: the case number as given. */
export function caseDigest(key: KeyObject, keyId: string, caseId: string): string {
  return keyed(key, DOMAIN.case, keyId, identity(caseId, "caseId"));
}

/** Pseudonym of a reviewer, another one in each system. Context: the system's id. Payload: the person's id. */
export function reviewerPseudonym(key: KeyObject, systemId: string, reviewer: string): string {
  return keyed(key, DOMAIN.reviewer, systemId, identity(reviewer, "oversight.reviewer"));
}

/**
 * Commitment to an input: SHA-256 over UTF-8(domain) || 0x00 || UTF-8(scope) || 0x00 || nonce (32 bytes) ||
 * UTF-8(RFC 8785 text).
 */
export function commitmentDigest(scope: string, nonce: Uint8Array, canonicalInput: string): string {
  return createHash("sha256")
    .update(`${DOMAIN.commitment}\0${scope}\0`)
    .update(nonce)
    .update(canonicalInput)
    .digest("hex");
}

/** A nonce for one commitment. */
export function freshNonce(): Buffer {
  return randomBytes(NONCE_BYTES);
}

function keyed(key: KeyObject, domain: string, context: string, payload: string): string {
  return createHmac("sha256", key).update(`${domain}\0${context}\0`).update(payload).digest("hex");
}

function identity(value: unknown, field: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new Art12InputError({
    code: "not-an-id",
    field,
    needed: "must be a text that is not empty",
    fix: "pass the id as your own systems write it; only its keyed digest is logged",
  });
}
