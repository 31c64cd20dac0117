import { signingKeyNotEntitled } from "../../errors";
import { fingerprint, type Signer } from "../signing";
import type { KeyRing } from "./key-ring";
import type { Role } from "./roles";

/**
 * Makes sure, before a record is written that could never be taken back, that readers with this ring will rely on it.
 * @throws UserError when the ring does not list the signer's key for the role, or has it revoked
 */
export function mustBeEntitled(ring: KeyRing, { publicKeyPem }: Signer, role: Role, now = new Date()): void {
  const keyId = fingerprint(publicKeyPem);
  const key = ring.get(keyId);
  const objection =
    key === undefined
      ? "the key ring does not list it"
      : key.role !== role
        ? `the key ring lists it for ${key.role}`
        : key.revokedFrom !== undefined && key.revokedFrom <= now.toISOString()
          ? `revoked from ${key.revokedFrom}`
          : undefined;
  if (objection !== undefined) throw signingKeyNotEntitled(keyId, role, objection);
}
