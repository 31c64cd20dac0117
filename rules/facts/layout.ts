/**
 * What the product itself lays down and rules judge by. Rules import no other room: a test holds these against the
 * room each comes from.
 */

/** What makes a log entry an Art 12 log entry: a tag, not an attribute. */
export const ART12_ENTRIES = "compliance.art12:true";

/** First part of the key of archived log entries in the vault. */
export const ARCHIVE_PREFIX = "art12";

/** Prefixes below which a place is taken once. */
export const WRITTEN_ONCE = ["records", "timestamps", "checkpoints"] as const;

/** Storage classes from which Datadog reads an archive back. */
export const REHYDRATABLE_CLASSES = [
  "STANDARD",
  "STANDARD_IA",
  "ONEZONE_IA",
  "GLACIER_IR",
  "INTELLIGENT_TIERING",
] as const;
