/** `unmet`: seen to be wrong. `unknown`: could not be told, which is never a pass. */
export type FindingVerdict = "unmet" | "unknown";

/** What a kind of finding means to a reader who was not there. */
export interface FindingKind {
  readonly verdict: FindingVerdict;
  readonly title: string;
  readonly meaning: string;
}

/** Findings that reading the archive can make, by code. Codes are stable: reports and tools refer to them. */
export const ARCHIVE_FINDINGS = {
  "unknown-key": kind(
    "unmet",
    "Object with an unknown name",
    "It is not read: its name is not one that an archive writes.",
  ),
  "several-versions": kind(
    "unmet",
    "Key with several versions",
    "An archive writes a key once, or again after a time-out. All versions were read; their events are united by event id.",
  ),
  "delete-marker": kind(
    "unmet",
    "Delete marker over an object",
    "Somebody asked to delete the object. The versions below the marker were read.",
  ),
  "object-unreadable": kind(
    "unknown",
    "Object that could not be read",
    "Which events it holds is not known.",
  ),
  "object-empty": kind(
    "unmet",
    "Object without any line",
    "An archive writes no empty objects: it may have been cut.",
  ),
  "object-not-gzip": kind("unmet", "Object that is not gzip", "Nothing in it could be read."),
  "gzip-truncated": kind(
    "unmet",
    "Half-written object",
    "The compressed data ends before its end. Whole lines before the break were read.",
  ),
  "gzip-corrupt": kind(
    "unmet",
    "Damaged object",
    "The compressed data contradicts itself. Whole lines before the break were read.",
  ),
  "gzip-trailing-garbage": kind(
    "unmet",
    "Object with foreign bytes at its end",
    "After the end of the compressed data more bytes follow; they were not read.",
  ),
  "line-too-long": kind(
    "unmet",
    "Line beyond the size limit",
    "No archived log can be that long. The line was skipped.",
  ),
  "line-not-utf8": kind("unmet", "Line that is not UTF-8", "The line was skipped."),
  "line-not-json": kind("unmet", "Line that is not JSON", "The line was skipped."),
  "line-not-art12": kind("unmet", "Line without an Art 12 log entry", "The line was skipped."),
  "entry-not-json": kind("unmet", "Log entry that is not JSON", "The line was skipped."),
  "entry-unknown-schema-version": kind(
    "unknown",
    "Log entry of a schema version this reader does not know",
    "The line was skipped; a newer version of this tool may read it.",
  ),
  "entry-schema-violation": kind("unmet", "Log entry that breaks the event schema", "The line was skipped."),
  "entry-not-canonical": kind(
    "unmet",
    "Log entry that is not in canonical form",
    "Its digest would not be reproducible. The line was skipped.",
  ),
  "digest-mismatch": kind(
    "unmet",
    "Log entry that differs from its recorded digest",
    "The entry or the digest beside it was changed after it was written. The line was skipped.",
  ),
} as const satisfies Readonly<Record<string, FindingKind>>;

export type ArchiveFindingCode = keyof typeof ARCHIVE_FINDINGS;

/** Where a finding was made, and about what; only what is known is there. */
export interface FindingPlace {
  readonly key?: string;
  readonly version_id?: string;
  /** Line in the unpacked object, from 1. */
  readonly line?: number;
  readonly emitter?: string;
  readonly sequence?: number;
  readonly event_id?: string;
}

/** One finding, in words; `code` is a key of the tables of kinds. */
export interface Finding<Code extends string = string> extends FindingPlace {
  readonly code: Code;
  readonly reason: string;
}

function kind(verdict: FindingVerdict, title: string, meaning: string): FindingKind {
  return { verdict, title, meaning };
}
