import type { Fault } from "./findings";
import type { KeyRing } from "./key-ring";
import type { KnownStatement } from "./statement";

/** A revocation that counts: nothing the key signed at `effectiveFrom` or later is relied on. */
export interface Revocation {
  readonly keyId: string;
  readonly effectiveFrom: string;
}

/** A record that a key of the ring signed, as far as revocation is concerned. */
export interface SignedRecord {
  /** Object key. */
  readonly key: string;
  readonly keyId: string;
  readonly recordedAt: string;
  /** Where it is a revocation its signer was entitled to. */
  readonly revokes?: Revocation;
}

/**
 * What a record revokes. The security officer may revoke any key with effect from any time. Every other role may revoke
 * keys of its own role, its own included, from now on only: else whoever stole one could undo the evidence of years.
 * A reach into the past is a fault and cut off.
 */
export function revocationOf(said: KnownStatement, ring: KeyRing): { revokes?: Revocation; faults: Fault[] } {
  if (said.kind !== "revocation") return { faults: [] };
  const { role, recordedAt, details } = said.statement.predicate;
  const { keyId, effectiveFrom } = details;
  if (role === "security-officer") return { revokes: { keyId, effectiveFrom }, faults: [] };
  if (ring.get(keyId)?.role !== role) {
    return { faults: [{ code: "not-entitled", reason: `${role} may revoke keys of its own role only` }] };
  }
  if (effectiveFrom >= recordedAt) return { revokes: { keyId, effectiveFrom }, faults: [] };
  const reason = `${role} may not revoke with effect in the past; it counts from ${recordedAt}`;
  return { revokes: { keyId, effectiveFrom: recordedAt }, faults: [{ code: "not-entitled", reason }] };
}

/**
 * Which records of a stream were signed with a revoked key: they stand behind the revocation in the stream, whatever
 * time they claim, or their time is not before it takes effect. A record in which a key revokes itself is fine.
 *
 * @param records of one stream, in order
 */
export function heedRevocations(
  records: readonly SignedRecord[],
  ring: KeyRing,
): { inForce: Revocation[]; revoked: { record: SignedRecord; reason: string }[] } {
  const standing: (Revocation & { readonly at: string })[] = [];
  const reasonAgainst = ({ key, keyId, recordedAt, revokes }: SignedRecord): string | undefined => {
    if (revokes?.keyId === keyId) return undefined;
    const from = ring.get(keyId)?.revokedFrom;
    if (from !== undefined && recordedAt >= from)
      return `by the key ring, key ${keyId} is revoked from ${from}`;
    const against = standing.find(
      (revocation) =>
        revocation.keyId === keyId && (revocation.at < key || recordedAt >= revocation.effectiveFrom),
    );
    return against && `key ${keyId} is revoked from ${against.effectiveFrom} by ${against.at}`;
  };
  for (const record of records) {
    if (record.revokes && reasonAgainst(record) === undefined)
      standing.push({ ...record.revokes, at: record.key });
  }
  const revoked = records.flatMap((record) => {
    const reason = reasonAgainst(record);
    return reason === undefined ? [] : [{ record, reason }];
  });
  return { inForce: standing.map(({ keyId, effectiveFrom }) => ({ keyId, effectiveFrom })), revoked };
}

/** The ring with revocations added that were found in records; of several the earliest counts. */
export function withRevocations(ring: KeyRing, revocations: readonly Revocation[]): KeyRing {
  const keys = new Map(ring);
  for (const { keyId, effectiveFrom } of revocations) {
    const key = keys.get(keyId);
    if (key === undefined || (key.revokedFrom !== undefined && key.revokedFrom <= effectiveFrom)) continue;
    keys.set(keyId, { ...key, revokedFrom: effectiveFrom });
  }
  return keys;
}
