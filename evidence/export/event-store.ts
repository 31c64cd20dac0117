import type { DuckDBAppender } from "@duckdb/node-api";
import type { Segment } from "./collect";
import { literal, openDatabase, type Database } from "./database";
import type { ChainRow } from "./emitter-chain";
import { gzipStretches, type Stretch } from "./lines";
import type { Period } from "./period";
import { FIND_REPEATED, ORDER_ROWS, parquetRows, readRows } from "./queries";
import { OWNER_COLUMNS, ROW_COLUMNS, type SegmentFiles } from "./segment";

/** An event id with several contents, and where they were found. */
export interface Conflict {
  readonly eventId: string;
  readonly entries: number;
  readonly sources: string;
}

/**
 * The events of one export: what is known of each is put in order by SQL, while their texts stay in the segments and
 * are copied from there.
 */
export class EventStore {
  /** By the number that rows know them by. */
  readonly #segments: SegmentFiles[] = [];
  #objects = 0;

  private constructor(
    private readonly database: Database,
    private readonly period: Period,
  ) {}

  /** Opens a store in `folder`, which must exist and hold no other. */
  static async open(folder: string, period: Period): Promise<EventStore> {
    const store = new EventStore(await openDatabase(folder, "events.duckdb"), period);
    await store.#run("CREATE TABLE segments (segment INTEGER, file VARCHAR, first_object INTEGER)");
    await store.#run("CREATE TABLE objects (id INTEGER, key VARCHAR, version_id VARCHAR)");
    return store;
  }

  /** Takes in a segment; they come in the order of the inventory. */
  async add(segment: Segment): Promise<void> {
    const number = this.#segments.push(segment.files) - 1;
    await this.#append("segments", (row) => {
      row.appendInteger(number);
      row.appendVarchar(segment.files.rows);
      row.appendInteger(this.#objects);
      row.endRow();
    });
    await this.#append("objects", (row) => {
      for (const { key, version_id } of segment.summary.objects) {
        row.appendInteger(this.#objects++);
        row.appendVarchar(key);
        row.appendVarchar(version_id);
        row.endRow();
      }
    });
  }

  /**
   * Ends the reading: keeps each distinct entry of the period once, with the neighbours the chains need, ordered by
   * emitter, sequence, digest. Returns how many entries of the period were dropped as duplicates.
   */
  async arrange(): Promise<{ duplicates: number }> {
    const rows = csv(
      this.#segments.map((files) => files.rows),
      ROW_COLUMNS,
    );
    await this.#run(`CREATE TEMP VIEW read_rows AS ${readRows(rows)}`);
    await this.#run(ORDER_ROWS, { from: this.period.from, to: this.period.to });
    await this.#run(FIND_REPEATED);
    const [row] = await this.#rows("SELECT count(*) FILTER (WHERE in_period), count(*) FROM repeated");
    const [duplicates, repeated] = row!.map(Number);
    if (repeated! > 0) await this.#run("DELETE FROM rows WHERE rowid IN (SELECT id FROM repeated)");
    return { duplicates: duplicates! };
  }

  /** Event ids of the period with more than one content. */
  async conflicts(limit: number): Promise<Conflict[]> {
    const rows = await this.#rows(
      `SELECT CAST(event_id AS VARCHAR), count(*),
         string_agg(key || ' (version ' || version_id || ') line ' || line, ', ' ORDER BY key, version_id, line)
       FROM rows JOIN objects ON object = id
       WHERE event_id IN (SELECT event_id FROM rows GROUP BY event_id HAVING count(*) > 1 AND bool_or(in_period))
       GROUP BY event_id ORDER BY event_id LIMIT ${limit}`,
    );
    return rows.map(([eventId, entries, sources]) => ({
      eventId: String(eventId),
      entries: Number(entries),
      sources: String(sources),
    }));
  }

  /** Emitters that wrote for `system` and for something else, with all they wrote for. */
  async sharedEmitters(system: string, limit: number): Promise<{ emitter: string; owners: string }[]> {
    const owners = csv(
      this.#segments.map((files) => files.owners),
      OWNER_COLUMNS,
    );
    const rows = await this.#rows(
      `SELECT emitter, string_agg(DISTINCT system || ' in ' || environment, ', ' ORDER BY system || ' in ' || environment)
       FROM ${owners} GROUP BY emitter
       HAVING count(DISTINCT system || ' ' || environment) > 1 AND bool_or(system = $system)
       ORDER BY emitter LIMIT ${limit}`,
      { system },
    );
    return rows.map(([emitter, owners]) => ({ emitter: String(emitter), owners: String(owners) }));
  }

  /** All rows in order, some at a time, as far as their place in a chain goes. */
  async *chainRows(): AsyncIterable<readonly ChainRow[]> {
    const chunks = this.#chunks(
      "SELECT emitter, sequence, lower(hex(prev)), lower(hex(sha256)), time, type, in_period, heartbeat_seconds, dropped FROM rows",
    );
    for await (const rows of chunks)
      yield rows.map(
        ([emitter, sequence, prev, sha256, time, type, inPeriod, heartbeatSeconds, dropped]) =>
          ({
            ...{ emitter, sequence: Number(sequence), prev, sha256, time, type, inPeriod },
            ...(heartbeatSeconds !== null && { heartbeatSeconds: Number(heartbeatSeconds) }),
            ...(dropped !== null && { dropped: Number(dropped) }),
          }) as ChainRow,
      );
  }

  /** Writes the entries of the period as gzip'd lines: each line is the canonical string itself. */
  async writeLines(file: string): Promise<void> {
    await gzipStretches(this.#stretches(), file);
  }

  /** Writes the same entries, in the same order, as a Parquet table with columns for queries. */
  async writeParquet(lines: string, file: string): Promise<void> {
    await this.#run(
      `COPY (${parquetRows(linesTable(lines))}) TO ${literal(file)}
       (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`,
    );
  }

  /** Rows of a query over the Parquet file written before, as `$file`'s table `events`. */
  async query(parquet: string, sql: string): Promise<unknown[][]> {
    await this.#run(`CREATE OR REPLACE TEMP VIEW events AS SELECT * FROM read_parquet(${literal(parquet)})`);
    return this.#rows(sql);
  }

  close(): void {
    this.database.close();
  }

  async *#stretches(): AsyncIterable<Stretch> {
    for await (const rows of this.#chunks("SELECT segment, byte_at, bytes FROM rows WHERE in_period")) {
      for (const [segment, at, bytes] of rows)
        // The newline behind the entry goes with it.
        yield { file: this.#segments[Number(segment)]!.entries, at: Number(at), bytes: Number(bytes) + 1 };
    }
  }

  async *#chunks(sql: string): AsyncIterable<unknown[][]> {
    yield* (await this.database.connection.stream(sql)).yieldRows();
  }

  async #append(table: string, fill: (row: DuckDBAppender) => void): Promise<void> {
    const appender = await this.database.connection.createAppender(table);
    fill(appender);
    appender.closeSync();
  }

  async #run(sql: string, values?: Record<string, string>): Promise<void> {
    await this.database.connection.run(sql, values);
  }

  async #rows(sql: string, values?: Record<string, string>): Promise<unknown[][]> {
    return (await this.database.connection.runAndReadAll(sql, values)).getRows();
  }
}

/** A file of entries, one a line, as a table with the column `entry`. */
export function linesTable(file: string): string {
  // No character of an entry is this delimiter: so a line is one value.
  return csv([file], { entry: "VARCHAR" }, "\\x1f");
}

/** Longer than any row or entry can be. */
const MAX_ROW_BYTES = 64 * 1024;
/** Read at a time; DuckDB's own choice is a multiple of what an export may use. */
const BUFFER_BYTES = 4 * 1024 * 1024;

function csv(files: readonly string[], columns: Readonly<Record<string, string>>, delimiter = ","): string {
  if (files.length === 0) {
    const typed = Object.entries(columns).map(([name, type]) => `CAST(NULL AS ${type}) AS ${name}`);
    return `(SELECT ${typed.join(", ")}, '' AS file WHERE false)`;
  }
  const typed = Object.entries(columns).map(([name, type]) => `'${name}': '${type}'`);
  return `read_csv([${files.map(literal).join(", ")}], columns = {${typed.join(", ")}}, delim = E'${delimiter}',
    quote = '', escape = '', header = false, auto_detect = false, filename = 'file',
    max_line_size = ${MAX_ROW_BYTES}, buffer_size = ${BUFFER_BYTES})`;
}
