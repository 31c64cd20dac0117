import { createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { keyRingInvalid, keyRingMissing, keyRingUnreadable, type Problem } from "../../errors";
import { Digest, Identifier, Time } from "../event/values";
import { fingerprint, isP256 } from "../signing";
import { json } from "./envelope";
import { EMITTER_ROLE, ROLES, type Role } from "./roles";

/** A public key and what it may be relied on for. */
export interface RingKey {
  /** SHA-256 of the public key's DER bytes, hex. */
  readonly keyId: string;
  readonly role: Role | typeof EMITTER_ROLE;
  /** Systems whose emitters may sign with it; only with the role `emitter`. */
  readonly systems?: readonly string[];
  readonly publicKey: KeyObject;
  readonly validFrom: string;
  /** Nothing signed at this time or later counts. */
  readonly revokedFrom?: string;
}

/** Keys by id. */
export type KeyRing = ReadonlyMap<string, RingKey>;

const ringKey = z
  .strictObject({
    keyId: Digest.describe("SHA-256 of the public key's DER bytes, hex."),
    role: z.enum([...ROLES, EMITTER_ROLE]),
    systems: z.exactOptional(z.array(Identifier).min(1)),
    publicKey: z.string().refine(isPublicP256, "an EC P-256 public key in PEM form"),
    validFrom: Time,
    revocation: z.exactOptional(
      z.strictObject({
        effectiveFrom: Time.describe("Nothing that the key signed at this time or later is to be relied on."),
        record: z.exactOptional(
          z
            .string()
            .regex(
              /^records\/[a-z][a-z0-9-]{0,47}\/[0-9]{12}\.dsse\.json$/,
              "the key of the revocation record",
            ),
        ),
      }),
    ),
  })
  .refine(({ role, systems }) => (role === EMITTER_ROLE) === (systems !== undefined), {
    path: ["systems"],
    message: "with the role emitter the systems the key signs for; with other roles nothing",
  })
  .refine(({ keyId, publicKey }) => !isPublicP256(publicKey) || fingerprint(publicKey) === keyId, {
    path: ["keyId"],
    message: "the fingerprint of publicKey: openssl pkey -pubin -outform DER | openssl dgst -sha256",
  });

/** The strict schema of `keys.json`. */
const keyRingSchema = z.strictObject({
  schemaVersion: z.literal("1.0.0"),
  keys: z
    .array(ringKey)
    .min(1)
    .refine(
      (keys) => new Set(keys.map(({ keyId }) => keyId)).size === keys.length,
      "each key once, with one role",
    ),
});

/**
 * Reads a key ring. It is the root of trust: get it, or its keys' fingerprints, by another way than the records.
 * @throws UserError with all problems of the file
 */
export async function readKeyRing(file: string): Promise<KeyRing> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw ["ENOENT", "ENOTDIR"].includes(error.code ?? "")
      ? keyRingMissing(file)
      : keyRingUnreadable(file, error.code === "EISDIR" ? "a folder" : (error.code ?? error.message));
  });
  const value = json(text);
  if (value === undefined) throw keyRingUnreadable(file, "no JSON");
  const result = keyRingSchema.safeParse(value);
  if (!result.success) throw keyRingInvalid(result.error.issues.map((issue) => problem(file, issue)));
  return keyRingOf(result.data);
}

/** The ring of a `keys.json` that was parsed; nothing when it does not fit the schema. */
export function parseKeyRing(value: unknown): KeyRing | undefined {
  const result = keyRingSchema.safeParse(value);
  return result.success ? keyRingOf(result.data) : undefined;
}

/** The document of a ring, as `keys.json` has it. */
export function keyRingDocument(ring: KeyRing): z.infer<typeof keyRingSchema> {
  const keys = [...ring.values()].map(({ keyId, role, systems, publicKey, validFrom, revokedFrom }) => ({
    keyId,
    role,
    ...(systems && { systems: [...systems] }),
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
    validFrom,
    ...(revokedFrom !== undefined && { revocation: { effectiveFrom: revokedFrom } }),
  }));
  return { schemaVersion: "1.0.0", keys };
}

/** The ring of a document that fits the schema. */
export function keyRingOf(document: z.infer<typeof keyRingSchema>): KeyRing {
  const keys = document.keys.map(({ keyId, role, systems, publicKey, validFrom, revocation }): RingKey => ({
    keyId,
    role,
    ...(systems && { systems }),
    publicKey: createPublicKey(publicKey),
    validFrom,
    ...(revocation && { revokedFrom: revocation.effectiveFrom }),
  }));
  return new Map(keys.map((key) => [key.keyId, key]));
}

function isPublicP256(pem: string): boolean {
  // Node makes a public key of a private one; a ring with private keys must not pass.
  if (!pem.includes("-----BEGIN PUBLIC KEY-----")) return false;
  try {
    return isP256(createPublicKey(pem));
  } catch {
    return false;
  }
}

function problem(file: string, { path, message }: z.core.$ZodIssue): Problem {
  return {
    code: "key-ring-invalid",
    where: file,
    field: path.join(".") || "(the document)",
    needed: message,
    fix: "correct the file; docs/verify-records.md shows its form",
  };
}
