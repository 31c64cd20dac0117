import type { FindingKind, FindingVerdict } from "../archive";

/** Findings about seals and what they list, by code. Codes are stable: reports and tools refer to them. */
export const SEAL_FINDINGS = {
  "sealed-digest-differs": kind("unmet", "Object that differs from its seal", "Its bytes are not those that were sealed."),
  "sealed-object-gone": kind("unmet", "Sealed object that is gone", "A seal lists this version, and it is not in the archive any more."),
  "object-not-sealed": kind("unmet", "Object that no seal lists, though seals were made since", "It was not there when its day was sealed, or the sealing did not look at its day again."),
  "not-sealed-yet": kind("unknown", "Object that is not sealed yet", "It is younger than the last seal; the next one will list it."),
  "sealed-unread": kind("unknown", "Object that could not be compared with its seal", "Its bytes could not be read, now or when it was sealed."),
  "no-seal": kind("unknown", "No seal", "Nothing outside the archive tells what was in it."),
  "seal-unreadable": kind("unmet", "Seal that cannot be relied on", "Its form, signature or place is not that of a seal; what it lists was not used."),
  "seal-contradicted": kind("unmet", "Version sealed with two digests", "Two seals tell different bytes of one version: one of them was not true."),
  "seal-chain-broken": kind("unmet", "Seal that does not follow the one before it", "One of the two was replaced, removed or moved."),
  "later-version-sealed": kind("unmet", "Key with several versions", "An archive writes a key once, or again after a time-out."),
  "delete-marker-sealed": kind("unmet", "Delete marker over an object", "Somebody asked to delete the object."),
  "day-without-seal": kind("unmet", "Day without a seal", "What the archive held then is known only from later seals."),
  "stream-rolled-back": kind("unmet", "Stream of records that differs from its sealed head", "From the sealed record backwards the stream was cut off or rewritten."),
  "stream-head-unread": kind("unknown", "Head of a stream that could not be read", "Whether the stream still is what was sealed is not known."),
  "not-time-stamped": kind("unknown", "Seal without a time stamp", "When it was made is known only by its writer's clock."),
  "stamp-unchecked": kind("unknown", "Time stamp that was not checked", "The certificate of the time-stamp authority is needed for it."),
  "stamp-invalid": kind("unmet", "Time stamp that does not verify", "It is not one of this seal, or not one of the authority given."),
  "stamp-expired": kind("unknown", "Time stamp whose certificate has expired", "It was good at its time, and was not renewed before the certificate expired."),
  "stamp-missing": kind("unmet", "Time stamp missing", "Stamps of a seal are numbered without gaps: this one was removed."),
  "stamp-laid-over": kind("unmet", "Second version or delete marker over a time stamp", "A stamp is written once. The first version was checked."),
  "stamp-early": kind("unmet", "Time stamp that is older than its seal", "The seal claims a later time than it was made at."),
  "stamp-late": kind("unknown", "Time stamp much later than its seal", "The seal was there at the time of the stamp; that it was there before is its writer's word."),
  "not-witnessed": kind("unknown", "Seal that the witness has not seen", "A roll-back to before this seal would not be noticed by the witness."),
  "witness-unreadable": kind("unknown", "Witness that cannot be read, or sent to", "What it saw was not compared."),
  "witnessed-seal-missing": kind("unmet", "Seal that the witness saw is missing", "The stream of seals was rolled back or cut off."),
  "witnessed-seal-differs": kind("unmet", "Seal that differs from what the witness saw", "From this seal on the stream was rewritten, or the witness was told something else."),
  "index-missing": kind("unknown", "Seal without a look-up index", "Look-ups do not find what this seal lists. The index is derived data and can be made again."),
} as const satisfies Readonly<Record<string, FindingKind>>; // prettier-ignore

export type SealFindingCode = keyof typeof SEAL_FINDINGS;

/** One finding, in words, and the object it is about. */
export interface SealFinding {
  readonly code: SealFindingCode;
  readonly reason: string;
  /** Object key of a seal, a stamp or an archived object; a day where it is about one. */
  readonly key: string;
  readonly versionId?: string;
}

function kind(verdict: FindingVerdict, title: string, meaning: string): FindingKind {
  return { verdict, title, meaning };
}
