import type { FindingKind, FindingVerdict } from "../archive";

/** Findings that checking records can make, by code. Codes are stable: reports and tools refer to them. */
export const RECORD_FINDINGS = {
  "unknown-name": kind("unmet", "Object with a name no record has", "It was not read."),
  "second-version": kind("unmet", "Second version of a record", "A record is written once. The first version is the evidence and was checked; the other was laid over it."),
  "delete-marker": kind("unmet", "Delete marker over a record", "Somebody asked to delete the record. The version below the marker, if any, was checked."),
  "sequence-missing": kind("unmet", "Records missing", "Records are numbered without gaps: these were removed, or never written under their number."),
  "malformed-envelope": kind("unmet", "Record that is no DSSE envelope", "Nothing it says can be relied on."),
  "unknown-key": kind("unmet", "Record signed with a key that is not in the key ring", "Who wrote it is not known; what it says was not checked."),
  "bad-signature": kind("unmet", "Record whose signature does not fit", "It was changed after it was signed, or signed with another key than it names; what it says was not checked."),
  "payload-not-canonical": kind("unmet", "Record that is not in canonical form", "No writer of this product wrote it."),
  "statement-invalid": kind("unmet", "Record that breaks the schema", "It is signed, and yet is no statement of a known kind."),
  "stream-differs": kind("unmet", "Record of another stream", "It was copied here from the stream it names."),
  "sequence-differs": kind("unmet", "Record with another number", "It was moved from the place it names."),
  "previous-mismatch": kind("unmet", "Broken chain", "The record before is not the one this record was written after: one of the two was replaced, removed or moved."),
  "not-entitled": kind("unmet", "Record by a key that was not entitled to it", "The signature is good; the key's role may not say this."),
  "key-not-yet-valid": kind("unmet", "Record from before its key was valid", "The record's own time lies before the key's first day."),
  "revoked-key": kind("unmet", "Record signed with a revoked key", "The revocation stands before it in the stream, or takes effect at its time or earlier."),
  "time-reversed": kind("unmet", "Record that is older than the one before it", "Either a clock was wrong, or the record claims a time that it was not written at."),
  truncated: kind("unmet", "Records missing at the end", "The stream ends before a record that is known to have been there."),
  "head-mismatch": kind("unmet", "Record differs from the remembered head", "From the remembered record backwards the stream was rewritten."),
  "record-unreadable": kind("unknown", "Record that could not be read", "What it says, and whether the next one is chained to it, is not known."),
  "stream-empty": kind("unknown", "Stream without records", "Whether there ever were records cannot be told from an empty stream."),
} as const satisfies Readonly<Record<string, FindingKind>>; // prettier-ignore

export type RecordFindingCode = keyof typeof RECORD_FINDINGS;

/** Something that is wrong, in words. */
export interface Fault {
  readonly code: RecordFindingCode;
  readonly reason: string;
}

/** A fault, and the object it was found at. */
export interface RecordFinding extends Fault {
  readonly key: string;
  /** Where it is about one version: of several under a key, or a delete marker. */
  readonly versionId?: string;
}

function kind(verdict: FindingVerdict, title: string, meaning: string): FindingKind {
  return { verdict, title, meaning };
}
