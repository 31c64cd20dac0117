import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { fingerprint, type Signer } from "../../../evidence/signing";
import { keyRingOf, ROLES, type KeyRing, type Role } from "../../../evidence/records";

/** Somebody who can sign. */
export interface Actor {
  readonly signer: Signer;
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

export function actor(): Actor {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const publicKeyPem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const signer = { publicKeyPem, sign: async (bytes: Uint8Array) => sign("sha256", bytes, privateKey) };
  return { signer, keyId: fingerprint(publicKeyPem), privateKey };
}

/** One actor a role. */
export const actors = Object.fromEntries(ROLES.map((role) => [role, actor()])) as Record<Role, Actor>;

/** Somebody whose key no ring lists. */
export const stranger = actor();

const VALID_FROM = "2026-01-01T00:00:00.000Z";

/** A second key of a role, for rings that list it. */
export const secondGate = actor();

interface Changes {
  readonly validFrom?: string;
  readonly revocation?: { readonly effectiveFrom: string };
}

/** `keys.json` with one key a role, changed for some roles; the gate has two. */
export function keyRingDocument(changes: Partial<Record<Role, Changes>> = {}) {
  const key = (role: Role, { keyId, signer }: Actor) => ({
    keyId,
    role,
    publicKey: signer.publicKeyPem,
    validFrom: VALID_FROM,
    ...changes[role],
  });
  const keys = [
    ...ROLES.map((role) => key(role, actors[role])),
    { ...key("gate", secondGate), validFrom: VALID_FROM },
  ];
  return { schemaVersion: "1.0.0" as const, keys };
}

/** The ring of that document. */
export const ringWith = (changes?: Partial<Record<Role, Changes>>): KeyRing =>
  keyRingOf(keyRingDocument(changes));
