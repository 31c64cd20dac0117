import type { DuckDBAppender } from "@duckdb/node-api";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ArchivedEntry, ObjectVersion } from "../archive";
import { literal, openDatabase, type Database } from "../export/database";

/** Columns of an index file, in order. Derived from the log; the log is the evidence. */
const INDEX_COLUMNS = {
  event_id: "VARCHAR",
  time: "VARCHAR",
  type: "VARCHAR",
  input_digest: "VARCHAR",
  case_ref: "VARCHAR",
  emitter: "VARCHAR",
  sequence: "BIGINT",
  sha256: "VARCHAR",
  key: "VARCHAR",
  version_id: "VARCHAR",
  line: "INTEGER",
} as const;

/** Writes the look-up index over the objects of one seal; bounded memory, whatever their number. */
export class IndexWriter {
  #closed = false;

  private constructor(
    private readonly folder: string,
    private readonly database: Database,
    private readonly rows: DuckDBAppender,
  ) {}

  /** @param folder exists, is empty, and is the writer's until it is closed */
  static async open(folder: string): Promise<IndexWriter> {
    const database = await openDatabase(folder, "index.duckdb");
    const columns = Object.entries(INDEX_COLUMNS).map(([name, type]) => `"${name}" ${type}`);
    await database.connection.run(`CREATE TABLE entries (${columns.join(", ")})`);
    return new IndexWriter(folder, database, await database.connection.createAppender("entries"));
  }

  /** Adds one entry with its place in the archive. */
  add({ key, versionId }: Pick<ObjectVersion, "key" | "versionId">, archived: ArchivedEntry): void {
    const { event, entrySha256, line } = archived;
    this.rows.appendVarchar(event.event_id);
    this.rows.appendVarchar(event.time);
    this.rows.appendVarchar(event.type);
    this.#appendOptional("input" in event ? event.input?.digest : undefined);
    this.#appendOptional("case_ref" in event ? event.case_ref?.digest : undefined);
    this.rows.appendVarchar(event.emitter.id);
    this.rows.appendBigInt(BigInt(event.emitter.sequence));
    this.rows.appendVarchar(entrySha256);
    this.rows.appendVarchar(key);
    this.rows.appendVarchar(versionId);
    this.rows.appendInteger(line);
    this.rows.endRow();
  }

  /** The index as Parquet bytes; ends the writer. */
  async finish(): Promise<Buffer> {
    this.rows.closeSync();
    const file = path.join(this.folder, "index.parquet");
    await this.database.connection.run(
      `COPY (SELECT * FROM entries ORDER BY event_id, sha256, key, version_id, line) TO ${literal(file)}
       (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`,
    );
    this.close();
    return readFile(file);
  }

  close(): void {
    if (!this.#closed) this.database.close();
    this.#closed = true;
  }

  #appendOptional(text: string | undefined): void {
    if (text === undefined) this.rows.appendNull();
    else this.rows.appendVarchar(text);
  }
}
