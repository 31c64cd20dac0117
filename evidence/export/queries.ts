/** Rows of all segments, with the segment they are of, and objects numbered throughout. */
export function readRows(rows: string): string {
  return `
SELECT segment, first_object + object AS object, line, in_period, byte_at, bytes, event_id, time, type, emitter, sequence,
       from_hex(prev) AS prev, from_hex(sha256) AS sha256, heartbeat_seconds, dropped
FROM ${rows} JOIN segments USING (file)`;
}

/**
 * Entries outside the period that no chain needs are left out. Needed are, per emitter, those that stand between its
 * entries of the period, the one just before and the one just after; of an emitter silent in the period, the last
 * before and the first after: a gap may lie between them.
 */
const NEIGHBOURS = `
WITH bounds AS (
  SELECT emitter,
         min(sequence) FILTER (WHERE in_period) AS lo,
         max(sequence) FILTER (WHERE in_period) AS hi,
         max(sequence) FILTER (WHERE time < $from) AS last_before,
         min(sequence) FILTER (WHERE time >= $to) AS first_after
  FROM read_rows GROUP BY emitter
),
edges AS (
  SELECT b.emitter, any_value(lo) AS lo, any_value(hi) AS hi,
         CASE WHEN any_value(lo) IS NULL THEN any_value(last_before)
              ELSE max(sequence) FILTER (WHERE sequence < lo) END AS entering,
         CASE WHEN any_value(lo) IS NULL THEN any_value(first_after)
              ELSE min(sequence) FILTER (WHERE sequence > hi) END AS leaving
  FROM read_rows r JOIN bounds b ON r.emitter = b.emitter GROUP BY b.emitter
)`;

/**
 * The rows in the bundle's order. The digest makes the order of entries total, and the place where an entry was found
 * the order of its repetitions: so equal input gives equal bytes.
 */
export const ORDER_ROWS = `
CREATE TABLE rows AS ${NEIGHBOURS}
SELECT r.* FROM read_rows r JOIN edges e ON r.emitter = e.emitter
WHERE in_period OR r.sequence BETWEEN e.lo AND e.hi OR r.sequence = e.entering OR r.sequence = e.leaving
ORDER BY r.emitter, r.sequence, r.sha256, r.object, r.line`;

/** Repetitions of an entry stand behind one another. */
export const FIND_REPEATED = `
CREATE TABLE repeated AS
SELECT id, in_period FROM (SELECT rowid AS id, in_period, sha256 = lag(sha256) OVER () AS again FROM rows) WHERE again`;

/** A column of `events.parquet`. */
export interface ParquetColumn {
  readonly name: string;
  /** DuckDB's type. */
  readonly type: string;
  /** What it is made of, where that is known before the entry is looked into. */
  readonly from?: string;
  /** Where the entry says it. */
  readonly path?: string;
}

/** Columns of `events.parquet` in order. */
export const PARQUET_SCHEMA: readonly ParquetColumn[] = [
  { name: "event_id", type: "VARCHAR", from: "CAST(event_id AS VARCHAR)", path: "$.event_id" },
  { name: "time", type: "TIMESTAMP WITH TIME ZONE", from: "CAST(time AS TIMESTAMPTZ)", path: "$.time" },
  { name: "type", type: "VARCHAR", from: "type", path: "$.type" },
  { name: "system", type: "VARCHAR", path: "$.system.id" },
  { name: "system_version", type: "VARCHAR", path: "$.system.version" },
  { name: "emitter", type: "VARCHAR", from: "emitter", path: "$.emitter.id" },
  { name: "sequence", type: "BIGINT", from: "sequence", path: "$.emitter.sequence" },
  { name: "prev", type: "VARCHAR", from: "lower(hex(prev))", path: "$.emitter.prev" },
  { name: "sha256", type: "VARCHAR", from: "lower(hex(sha256))" },
  { name: "model_name", type: "VARCHAR", path: "$.model.name" },
  { name: "model_version", type: "VARCHAR", path: "$.model.version" },
  { name: "run_id", type: "VARCHAR", path: "$.model.run_id" },
  { name: "decision", type: "VARCHAR", path: "$.output.decision" },
  { name: "override", type: "BOOLEAN", path: "$.oversight.override" },
  { name: "source_key", type: "VARCHAR", from: objectsList("key") },
  { name: "source_version_id", type: "VARCHAR", from: objectsList("version_id") },
  { name: "source_line", type: "INTEGER", from: "line" },
  { name: "entry", type: "VARCHAR", from: "entry" },
];

/** What is known of a row's object. Looked up in a list, not joined: a join would not keep the order of the rows. */
function objectsList(column: string): string {
  return `(SELECT list(${column} ORDER BY id) FROM objects)[object + 1]`;
}

/**
 * What entries say about some columns: an expression that gives them all as a list of texts (each path taken on its own
 * would parse the entry anew), and one that picks a column from that list, named `said`.
 */
export function saidBy(columns: readonly ParquetColumn[], entry: string) {
  const paths = columns.flatMap(({ path }) => (path === undefined ? [] : [path]));
  return {
    list: `json_extract_string(${entry}, [${paths.map((path) => `'${path}'`).join(", ")}])`,
    pick: ({ path, type }: ParquetColumn) => `TRY_CAST(said[${paths.indexOf(path ?? "") + 1}] AS ${type})`,
  };
}

/**
 * The table of events as a query: `lines` is the file of entries in order, the table `rows` what is known of each,
 * `objects` where they come from. Lines and rows belong together by their place.
 */
export function parquetRows(lines: string): string {
  const said = saidBy(
    PARQUET_SCHEMA.filter(({ from }) => from === undefined),
    "entry",
  );
  const columns = PARQUET_SCHEMA.map((column) => `${column.from ?? said.pick(column)} AS "${column.name}"`);
  return `
SELECT ${columns.join(", ")}
FROM (SELECT *, ${said.list} AS said
      FROM (SELECT * FROM rows WHERE in_period) POSITIONAL JOIN ${lines})`;
}

/** Combinations of versions that are told. */
export const KEPT_VERSIONS = 1_000;

/** Events per day and type. */
export const DAY_COUNTS = `
SELECT strftime(time AT TIME ZONE 'UTC', '%Y-%m-%d') AS day, type, count(*) FROM events GROUP BY ALL ORDER BY ALL`;

/** Which versions of system and model the events name, with first and last time. */
export const VERSIONS = `
SELECT system_version, model_name, model_version, run_id, count(*),
       strftime(min(time) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ'), strftime(max(time) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')
FROM events GROUP BY ALL ORDER BY ALL NULLS FIRST LIMIT ${KEPT_VERSIONS}`;

/** Decisions that a person overrode, per day and coded reason. */
export const OVERRIDES = `
SELECT strftime(time AT TIME ZONE 'UTC', '%Y-%m-%d') AS day, entry ->> '$.oversight.reason' AS reason, count(*)
FROM events WHERE "override" GROUP BY ALL ORDER BY ALL`;
