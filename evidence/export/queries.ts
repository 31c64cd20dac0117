/**
 * Rows to leave out, usually few: repetitions of an entry, and entries outside the period that no chain needs. Needed
 * are, per emitter, those that stand between its entries of the period, the one just before and the one just after;
 * of an emitter silent in the period, the last before and the first after: a gap may lie between them.
 */
export const FIND_SUPERFLUOUS = `
CREATE TABLE superfluous AS
WITH repeated AS (SELECT sha256, min(rowid) AS first FROM read_entries GROUP BY sha256 HAVING count(*) > 1),
bounds AS (
  SELECT emitter,
         min(sequence) FILTER (WHERE in_period) AS lo,
         max(sequence) FILTER (WHERE in_period) AS hi,
         max(sequence) FILTER (WHERE time < $from) AS last_before,
         min(sequence) FILTER (WHERE time >= $to) AS first_after
  FROM read_entries GROUP BY emitter
),
edges AS (
  SELECT b.emitter, any_value(lo) AS lo, any_value(hi) AS hi,
         CASE WHEN any_value(lo) IS NULL THEN any_value(last_before)
              ELSE max(sequence) FILTER (WHERE sequence < lo) END AS entering,
         CASE WHEN any_value(lo) IS NULL THEN any_value(first_after)
              ELSE min(sequence) FILTER (WHERE sequence > hi) END AS leaving
  FROM read_entries r JOIN bounds b ON r.emitter = b.emitter GROUP BY b.emitter
)
SELECT r.rowid AS id FROM read_entries r JOIN repeated d ON r.sha256 = d.sha256 WHERE r.rowid <> d.first
UNION
SELECT r.rowid FROM read_entries r JOIN edges e ON r.emitter = e.emitter
WHERE NOT r.in_period
  AND (r.sequence BETWEEN e.lo AND e.hi OR r.sequence = e.entering OR r.sequence = e.leaving) IS NOT TRUE`;

/** The remaining entries in the bundle's order. The digest makes the order total, so equal input gives equal bytes. */
export const ORDER_ENTRIES = `
CREATE TABLE entries AS
SELECT * FROM read_entries WHERE rowid NOT IN (SELECT id FROM superfluous) ORDER BY emitter, sequence, sha256`;

/** Columns of `events.parquet` in order: DuckDB's type, and what each is made of. */
export const PARQUET_SCHEMA: readonly {
  readonly name: string;
  readonly type: string;
  readonly from: string;
}[] = [
  { name: "event_id", type: "VARCHAR", from: "event_id" },
  { name: "time", type: "TIMESTAMP WITH TIME ZONE", from: "CAST(time AS TIMESTAMPTZ)" },
  { name: "type", type: "VARCHAR", from: "type" },
  { name: "system", type: "VARCHAR", from: "entry ->> '$.system.id'" },
  { name: "system_version", type: "VARCHAR", from: "entry ->> '$.system.version'" },
  { name: "emitter", type: "VARCHAR", from: "emitter" },
  { name: "sequence", type: "BIGINT", from: "sequence" },
  { name: "prev", type: "VARCHAR", from: "prev" },
  { name: "sha256", type: "VARCHAR", from: "sha256" },
  { name: "model_name", type: "VARCHAR", from: "entry ->> '$.model.name'" },
  { name: "model_version", type: "VARCHAR", from: "entry ->> '$.model.version'" },
  { name: "run_id", type: "VARCHAR", from: "entry ->> '$.model.run_id'" },
  { name: "decision", type: "VARCHAR", from: "entry ->> '$.output.decision'" },
  { name: "override", type: "BOOLEAN", from: "CAST(entry ->> '$.oversight.override' AS BOOLEAN)" },
  { name: "source_key", type: "VARCHAR", from: "key" },
  { name: "source_version_id", type: "VARCHAR", from: "version_id" },
  { name: "source_line", type: "INTEGER", from: "line" },
  { name: "entry", type: "VARCHAR", from: "entry" },
];

/** The columns as a select list over `entries`. */
export const PARQUET_COLUMNS = PARQUET_SCHEMA.map(({ name, from }) => `${from} AS "${name}"`).join(", ");

/** Events per day and type. */
export const DAY_COUNTS = `
SELECT strftime(time AT TIME ZONE 'UTC', '%Y-%m-%d') AS day, type, count(*) FROM events GROUP BY ALL ORDER BY ALL`;

/** Combinations of versions that are told. */
export const KEPT_VERSIONS = 1_000;

/** Which versions of system and model the events name, with first and last time. */
export const VERSIONS = `
SELECT system_version, model_name, model_version, run_id, count(*),
       strftime(min(time) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ'), strftime(max(time) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')
FROM events GROUP BY ALL ORDER BY ALL NULLS FIRST LIMIT ${KEPT_VERSIONS}`;

/** Decisions that a person overrode, by coded reason. */
export const OVERRIDES = `
SELECT entry ->> '$.oversight.reason' AS reason, count(*) FROM events WHERE "override" GROUP BY ALL ORDER BY ALL`;
