/** What DuckDB needs to run the catalogue's texts, which are written for Athena and Trino, unchanged. */
import { ARCHIVE_TABLE, selectList } from "./events-view";

/** Functions by the meaning they have in Trino. A macro hides a built-in function of the same name. */
export const TRINO_FUNCTIONS: readonly string[] = [
  // DuckDB's sha256 takes text and gives hex digits; Trino's takes and gives bytes.
  "to_utf8(words) AS words",
  "to_hex(digits) AS digits",
  "from_iso8601_timestamp(words) AS CAST(words AS TIMESTAMP)",
  "sequence(first, last) AS list_transform(generate_series(first, last, INTERVAL 1 DAY), lambda day: CAST(day AS DATE))",
];

/** Reads many fields of one JSON document at once, in the order in which they were first asked for. */
class FieldsAtOnce {
  readonly #paths: string[] = [];

  constructor(private readonly column: string) {}

  field(path: string): string {
    if (!this.#paths.includes(path)) this.#paths.push(path);
    return `(${this.column}[${this.#paths.indexOf(path) + 1}] ->> '$')`;
  }

  /** The column that holds them, made of the document `json`. */
  made(json: string): string {
    const paths = this.#paths.map((path) => `'$.${path}'`).join(", ");
    return `TRY(json_value(${json}, [${paths}])) AS ${this.column}`;
  }
}

/**
 * The view from the same columns as the one that Athena has. Written differently: every JSON function DuckDB is given
 * parses its document anew and keeps the memory, and fifty of them a row took gigabytes and ten times as long.
 */
export const DUCKDB_EVENTS_VIEW_SQL = eventsView();

function eventsView(): string {
  const [ofEntry, ofLog] = [new FieldsAtOnce("of_entry"), new FieldsAtOnce("of_log")];
  const columns = selectList({
    entry: (path) => ofEntry.field(path),
    copy: (path) => ofLog.field(`art12.event.${path}`),
  });
  const [entry, recorded] = [ofLog.field("art12.entry"), ofLog.field("art12.entry_sha256")];
  const logs = `SELECT *, ${ofLog.made("attributes")} FROM ${ARCHIVE_TABLE}`;
  const lines = `SELECT *, ${entry} AS entry, ${recorded} AS recorded_sha256 FROM (${logs})`;
  return `SELECT ${columns} FROM (SELECT *, ${ofEntry.made("entry")} FROM (${lines}))`;
}
