/**
 * What the product itself lays down and rules judge by. Rules import no other room: a test holds these against the
 * room each comes from.
 */

/** What makes a log entry an Art 12 log entry: a tag, not an attribute. */
export const ART12_ENTRIES = "compliance.art12:true";

/** First part of the key of archived log entries in the vault. */
export const ARCHIVE_PREFIX = "art12";

/** Prefixes below which a place is taken once. */
export const WRITTEN_ONCE = ["records", "timestamps", "checkpoints", "late", "documentation"] as const;

/** First part of the key of log entries that emitters put into the vault themselves: kept as long as the others. */
export const LATE_PREFIX = "late";

/** Storage classes from which Datadog reads an archive back. */
export const REHYDRATABLE_CLASSES = [
  "STANDARD",
  "STANDARD_IA",
  "ONEZONE_IA",
  "GLACIER_IR",
  "INTELLIGENT_TIERING",
] as const;

/** Who writes records, each in streams that begin with its name. */
const RECORD_ROLES = [
  "gate",
  "ci-review",
  "ci-deploy",
  "exporter",
  "approver",
  "detector",
  "security-officer",
] as const;

/** Streams of records beside those. */
const SHARED_STREAMS = ["keys", "holds", "seal", "exports"] as const;

/** A key of each kind that something writes in the vault, to try rights on. */
export const PLACES: readonly string[] = [
  `${ARCHIVE_PREFIX}/dt=20260101/hour=00/archive.json.gz`,
  ...[...RECORD_ROLES, ...SHARED_STREAMS].map((stream) => `records/${stream}/1.dsse.json`),
  "timestamps/seal/1.tsr",
  "index/2026-01-01.json",
  "checkpoints/system/emitter/1.json",
  `${LATE_PREFIX}/dt=20260101/hour=00/archive.json.gz`,
  "documentation/sha256/00",
];

/** What lies below it is derived, and may be made again. */
export const DERIVED_PREFIX = "index";

/** AWS accounts from which Datadog assumes roles. */
export const DATADOG_ACCOUNTS = ["464622532012", "417141415827"] as const;

/** Name of the bucket in which MLflow keeps artifacts, of whatever environment and account. */
export const ARTIFACTS_BUCKET = /-artifacts-\d{12}$/;
