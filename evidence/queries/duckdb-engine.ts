import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from "@duckdb/node-api";
import { queryTooLarge } from "../../errors";
import { MAX_LINE_BYTES, type ArchiveSource, type Inventory } from "../archive";
import type { BoundQuery } from "./bind";
import { DUCKDB_EVENTS_VIEW_SQL, TRINO_FUNCTIONS } from "./duckdb-dialect";
import type { Column, EngineReport, QueryEngine, RowSink, RunOptions, Value } from "./engine";
import { ARCHIVE_TABLE, EVENTS_VIEW, type ColumnType } from "./events-view";
import { stageArchive, type StagedArchive } from "./staging";
import { sqlLiteral } from "./sql-literal";
import { ARCHIVE_COLUMNS } from "./table";

/**
 * Runs the texts in this process, over copies of all versions of the objects. Needs room for the compressed objects of
 * the days read in the system's temporary folder.
 */
export class DuckDbEngine implements QueryEngine {
  readonly name = "duckdb";

  constructor(
    private readonly source: ArchiveSource,
    private readonly archivePath: string,
  ) {}

  async run(
    bound: BoundQuery,
    inventory: Inventory,
    sink: RowSink,
    { progress, signal }: RunOptions = {},
  ): Promise<EngineReport> {
    const started = Date.now();
    const folder = await mkdtemp(path.join(tmpdir(), "evidence-query-"));
    try {
      const total = inventory.versions.length;
      const staged = await stageArchive(this.source, this.archivePath, inventory, folder, (done) => {
        signal?.throwIfAborted();
        progress?.(`fetching objects: ${done} of ${total}`);
      });
      progress?.("running the query");
      await this.#answer(folder, staged, bound, sink, signal);
      const usage = { bytesRead: staged.bytes, milliseconds: Date.now() - started };
      return { usage, findings: staged.findings, notes: [] };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #answer(
    folder: string,
    staged: StagedArchive,
    bound: BoundQuery,
    sink: RowSink,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const instance = await DuckDBInstance.create(":memory:", settings(folder));
    const connection = await instance.connect();
    const interrupt = () => connection.interrupt();
    signal?.addEventListener("abort", interrupt, { once: true });
    try {
      await describe(connection, staged);
      await deliver(connection, bound, sink);
    } catch (error) {
      throw tooLarge(error) ? queryTooLarge(folder, (error as Error).message.split("\n")[0]!) : error;
    } finally {
      signal?.removeEventListener("abort", interrupt);
      connection.closeSync();
      instance.closeSync();
    }
  }
}

const tooLarge = (error: unknown) =>
  error instanceof Error && /Out of Memory|No space left|max_temp_directory_size/i.test(error.message);

/** What does not fit into memory goes to the folder. Nothing is fetched, and no file of the user's home is read. */
const settings = (folder: string) => ({
  memory_limit: "640MB",
  temp_directory: path.join(folder, "spill"),
  // Every text says its order itself.
  preserve_insertion_order: "false",
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
});

/** Gives the database the functions, the table and the view that the texts know. */
async function describe(connection: DuckDBConnection, { glob, files }: StagedArchive): Promise<void> {
  for (const macro of TRINO_FUNCTIONS) await connection.run(`CREATE MACRO ${macro}`);
  const columns = ARCHIVE_COLUMNS.map(({ name, type }) => ({ name, type: DUCKDB_TYPES[type]! }));
  if (files > 0) await connection.run(tableOver(glob, columns));
  else await connection.run(emptyTable(columns));
  await connection.run(`CREATE VIEW ${EVENTS_VIEW} AS ${DUCKDB_EVENTS_VIEW_SQL}`);
}

interface TableColumn {
  readonly name: string;
  readonly type: string;
}

function tableOver(glob: string, columns: readonly TableColumn[]): string {
  const struct = columns.map(({ name, type }) => `${sqlLiteral(name)}: ${sqlLiteral(type)}`).join(", ");
  // With ignore_errors a line that is not JSON becomes a row of NULLs, as in Athena.
  return `CREATE VIEW ${ARCHIVE_TABLE} AS
    SELECT *, filename AS "$path" FROM read_json(${sqlLiteral(glob)}, format = 'newline_delimited', ignore_errors = true,
      columns = {${struct}}, maximum_object_size = ${MAX_LINE_BYTES}, filename = true, hive_partitioning = true, hive_types = {dt: VARCHAR, hour: VARCHAR})`;
}

function emptyTable(columns: readonly TableColumn[]): string {
  const list = [...columns, ...["dt", "hour", "$path"].map((name) => ({ name, type: "VARCHAR" }))];
  return `CREATE TABLE ${ARCHIVE_TABLE} (${list.map(({ name, type }) => `"${name}" ${type}`).join(", ")})`;
}

const DUCKDB_TYPES: Readonly<Record<string, string>> = { string: "VARCHAR", "array<string>": "VARCHAR[]" };

async function deliver(
  connection: DuckDBConnection,
  { query, values }: BoundQuery,
  sink: RowSink,
): Promise<void> {
  const result = await connection.stream(query.sql, [...values]);
  const names = result.columnNames();
  const columns = result
    .columnTypes()
    .map((type, at): Column => ({ name: names[at]!, type: columnType(String(type)) }));
  await sink.columns(columns);
  for await (const rows of result.yieldRows()) for (const row of rows) await sink.row(row.map(plain));
}

function columnType(type: string): ColumnType {
  const known = type.toLowerCase();
  if (known === "varchar" || known === "bigint" || known === "double" || known === "boolean") return known;
  throw new Error(
    `a query of the catalogue gives a column of type ${type}: cast it to one that all engines share`,
  );
}

/** Counts and sequences stay far below 2^53. */
function plain(value: DuckDBValue): Value {
  return typeof value === "bigint" ? Number(value) : (value as Value);
}
