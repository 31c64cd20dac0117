/** First part of the key of what lies in the vault's bucket. Evidence is found by them: one is added, none is changed. */
export const VAULT_PREFIXES = {
  /** Datadog's archive of log entries. */
  archive: "art12",
  /** Signed records, a folder a stream. */
  records: "records",
  /** Answers of time stamping authorities about records. */
  timestamps: "timestamps",
  /** Look-up index the sealing job makes: derived data, which may be made again. */
  index: "index",
  /** Signed checkpoints of emitters, a folder a system. */
  checkpoints: "checkpoints",
  /** Log entries that emitters put there themselves, because Datadog takes none so old: laid out as the archive. */
  late: "late",
  /** Documentation of what was promoted, each document under its digest: models, and what was decided on. */
  documentation: "documentation",
} as const;

/**
 * Prefixes below which a place is taken once: a put must ask for the place to be free (`If-None-Match: *`). Datadog's
 * archive is not among them, because Datadog rewrites an object whose upload it took for failed.
 */
export const WRITTEN_ONCE = [
  VAULT_PREFIXES.records,
  VAULT_PREFIXES.timestamps,
  VAULT_PREFIXES.checkpoints,
  VAULT_PREFIXES.late,
  VAULT_PREFIXES.documentation,
] as const;
