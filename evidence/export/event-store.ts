import type { DuckDBAppender } from "@duckdb/node-api";
import type { ArchivedEntry, ObjectVersion } from "../archive";
import type { ChainRow } from "./emitter-chain";
import { literal, openDatabase, type Database } from "./database";
import type { Period } from "./period";
import { FIND_SUPERFLUOUS, ORDER_ENTRIES, PARQUET_COLUMNS } from "./queries";

/** Emitters whose systems are remembered, so that one is not written down at every event. */
const REMEMBERED_EMITTERS = 50_000;

/** An event id with several contents, and where they were found. */
export interface Conflict {
  readonly eventId: string;
  readonly entries: number;
  readonly sources: string;
}

/** Events of one export on disk: appended as they are read, then made distinct and put in order by SQL. */
export class EventStore {
  readonly #emitters = new Map<string, string>();

  private constructor(
    private readonly database: Database,
    private readonly period: Period,
    private readonly read: DuckDBAppender,
    private readonly owners: DuckDBAppender,
  ) {}

  /** Opens a store in `folder`, which must exist and be empty. */
  static async open(folder: string, period: Period): Promise<EventStore> {
    const database = await openDatabase(folder, "events.duckdb");
    const { connection } = database;
    await connection.run(
      `CREATE TABLE read_entries (key VARCHAR, version_id VARCHAR, line INTEGER, event_id VARCHAR, time VARCHAR,
         type VARCHAR, emitter VARCHAR, sequence BIGINT, prev VARCHAR, sha256 VARCHAR, in_period BOOLEAN, entry VARCHAR)`,
    );
    await connection.run("CREATE TABLE owners (emitter VARCHAR, system VARCHAR, environment VARCHAR)");
    const entries = await connection.createAppender("read_entries");
    return new EventStore(database, period, entries, await connection.createAppender("owners"));
  }

  /** Notes which system and environment an emitter writes for, whoever's events these are. */
  addOwner({ event }: ArchivedEntry): void {
    const owner = `${event.system.id} ${event.environment}`;
    if (this.#emitters.get(event.emitter.id) === owner) return;
    if (this.#emitters.size >= REMEMBERED_EMITTERS) this.#emitters.clear();
    this.#emitters.set(event.emitter.id, owner);
    this.owners.appendVarchar(event.emitter.id);
    this.owners.appendVarchar(event.system.id);
    this.owners.appendVarchar(event.environment);
    this.owners.endRow();
  }

  /** Appends an entry with its place in the archive. */
  addEntry({ key, versionId }: ObjectVersion, archived: ArchivedEntry, inPeriod: boolean): void {
    const { line, event, entry, entrySha256 } = archived;
    const row = this.read;
    row.appendVarchar(key);
    row.appendVarchar(versionId);
    row.appendInteger(line);
    row.appendVarchar(event.event_id);
    row.appendVarchar(event.time);
    row.appendVarchar(event.type);
    row.appendVarchar(event.emitter.id);
    row.appendBigInt(BigInt(event.emitter.sequence));
    row.appendVarchar(event.emitter.prev);
    row.appendVarchar(entrySha256);
    row.appendBoolean(inPeriod);
    row.appendVarchar(entry);
    row.endRow();
  }

  /**
   * Ends the reading: keeps each distinct entry of the period once, with the neighbours the chains need, ordered by
   * emitter, sequence, digest. Returns how many entries of the period were dropped as duplicates.
   */
  async arrange(): Promise<{ duplicates: number }> {
    for (const appender of [this.read, this.owners]) appender.closeSync();
    await this.#run(FIND_SUPERFLUOUS, { from: this.period.from, to: this.period.to });
    await this.#run(ORDER_ENTRIES);
    const [row] = await this.#rows(
      `SELECT (SELECT count(*) FROM read_entries WHERE in_period) - (SELECT count(*) FROM entries WHERE in_period)`,
    );
    await this.#run("DROP TABLE read_entries");
    return { duplicates: Number(row![0]) };
  }

  /** Event ids of the period with more than one content. */
  async conflicts(limit: number): Promise<Conflict[]> {
    const rows = await this.#rows(
      `SELECT event_id, count(*), string_agg(key || ' (version ' || version_id || ') line ' || line, ', ' ORDER BY key, version_id, line)
       FROM entries WHERE event_id IN (SELECT event_id FROM entries GROUP BY event_id HAVING count(*) > 1 AND bool_or(in_period))
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
    const rows = await this.#rows(
      `SELECT emitter, string_agg(DISTINCT system || ' in ' || environment, ', ' ORDER BY system || ' in ' || environment)
       FROM owners GROUP BY emitter
       HAVING count(DISTINCT system || ' ' || environment) > 1 AND bool_or(system = $system)
       ORDER BY emitter LIMIT ${limit}`,
      { system },
    );
    return rows.map(([emitter, owners]) => ({ emitter: String(emitter), owners: String(owners) }));
  }

  /** All rows in order, as far as their place in a chain goes. */
  async *chainRows(): AsyncIterable<ChainRow> {
    const result = await this.database.connection.stream(
      "SELECT emitter, sequence, prev, sha256, time, type, in_period FROM entries",
    );
    for await (const rows of result.yieldRows()) {
      for (const [emitter, sequence, prev, sha256, time, type, inPeriod] of rows) {
        yield { emitter, sequence: Number(sequence), prev, sha256, time, type, inPeriod } as ChainRow;
      }
    }
  }

  /** Writes the entries of the period as gzip'd lines: each line is the canonical string itself. */
  async writeLines(file: string): Promise<void> {
    // A delimiter and no quote: canonical JSON escapes control characters, so nothing is ever quoted or split.
    await this.#run(
      `COPY (SELECT entry FROM entries WHERE in_period) TO ${literal(file)}
       (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER E'\\x1f', COMPRESSION gzip)`,
    );
  }

  /** Writes the same entries, in the same order, as a Parquet table with columns for queries. */
  async writeParquet(file: string): Promise<void> {
    await this.#run(
      `COPY (SELECT ${PARQUET_COLUMNS} FROM entries WHERE in_period) TO ${literal(file)}
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

  async #run(sql: string, values?: Record<string, string>): Promise<void> {
    await this.database.connection.run(sql, values);
  }

  async #rows(sql: string, values?: Record<string, string>): Promise<unknown[][]> {
    return (await this.database.connection.runAndReadAll(sql, values)).getRows();
  }
}
