import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Art12Event } from "../event";
import { sha256Hex } from "../event";
import { literal, openDatabase, PARQUET_SCHEMA, type Database, type ObjectRead } from "../export";
import type { CheckList } from "./check";
import type { Contents } from "./contents";
import type { EventsSeen } from "./events";
import type { BundleReader } from "./folder";
import { RowDigests } from "./row-digests";
import type { OnProgress } from "./verify";

const FILE = "events.parquet";

/** Compares the table with the events, row by row, and looks for ids that are there more than once. */
export async function checkParquet(
  bundle: BundleReader,
  contents: Contents,
  seen: EventsSeen,
  checks: CheckList,
  onProgress: OnProgress,
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "evidence-verify-"));
  const database = await openDatabase(folder);
  try {
    await confine(database, bundle.path(FILE));
    await checkTable(database, bundle.path(FILE), contents, seen, checks, onProgress);
  } catch (error) {
    checks.fail("parquet", `it cannot be read: ${(error as Error).message.split("\n")[0]}`, FILE);
  } finally {
    database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** From here on the database opens this one file, and nothing in a query or file can change that. */
async function confine({ connection }: Database, file: string): Promise<void> {
  await connection.run(`SET allowed_paths = [${literal(file)}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}

async function checkTable(
  { connection }: Database,
  file: string,
  contents: Contents,
  seen: EventsSeen,
  checks: CheckList,
  onProgress: OnProgress,
): Promise<void> {
  const table = `read_parquet(${literal(file)})`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${table}`);
  const columns = described.getRows().map(([name, type]) => `${String(name)} ${String(type)}`);
  const wanted = PARQUET_SCHEMA.map(({ name, type }) => `${name} ${type}`);
  if (columns.join() !== wanted.join()) {
    checks.fail("parquet", `its columns are ${columns.join(", ").slice(0, 300)}`, FILE);
    return;
  }
  const rows = new RowDigests();
  const checker = new RowChecker(contents.objects, checks);
  const result = await connection.stream(`SELECT * REPLACE (epoch_ms("time") AS "time") FROM ${table}`);
  for await (const chunk of result.yieldRowObjects()) {
    for (const row of chunk as Row[]) {
      rows.add(row.entry);
      checker.check(rows.rows, row);
    }
    onProgress(`comparing the table: ${rows.rows} of ${seen.rows.rows}`);
    if (checks.full("parquet") || rows.rows > seen.rows.rows) break;
  }
  const difference = seen.rows.firstDifference(rows);
  if (difference !== undefined && !checks.failed("events")) {
    checks.fail(
      "parquet",
      `its rows differ from events.ndjson.gz in rows ${difference.from} to ${difference.to}`,
      FILE,
    );
  }
  await checkRepeatedIds(connection, table, contents, checks);
}

type Row = Record<string, string | number | bigint | boolean | null> & { readonly entry: string };

/** Compares the columns of a row with the entry in it, and its source with `objects.json`. */
class RowChecker {
  readonly #lines: ReadonlyMap<string, number>;

  constructor(
    objects: readonly ObjectRead[],
    private readonly checks: CheckList,
  ) {
    this.#lines = new Map(objects.map(({ key, version_id, lines }) => [`${version_id} ${key}`, lines]));
  }

  check(number: number, row: Row): void {
    const event = parseEvent(row.entry);
    const made = event && columnsOf(event, row.entry);
    for (const [name, value] of Object.entries(made ?? { entry: "an event" })) {
      if (row[name] !== value)
        this.checks.fail("parquet", `row ${number}: column ${name} is not what its entry says`, FILE);
    }
    const lines = this.#lines.get(`${row["source_version_id"]} ${row["source_key"]}`);
    const line = Number(row["source_line"]);
    if (lines === undefined || line < 1 || line > lines) {
      this.checks.fail(
        "objects",
        `row ${number} comes from an object or line that objects.json does not have`,
        FILE,
      );
    }
  }
}

function columnsOf(event: Art12Event, entry: string) {
  const model = "model" in event ? event.model : undefined;
  return {
    event_id: event.event_id,
    time: BigInt(Date.parse(event.time)),
    type: event.type,
    system: event.system.id,
    system_version: event.system.version,
    emitter: event.emitter.id,
    sequence: BigInt(event.emitter.sequence),
    prev: event.emitter.prev,
    sha256: sha256Hex(entry),
    model_name: model?.name ?? null,
    model_version: model?.version ?? null,
    run_id: model?.run_id ?? null,
    decision: ("output" in event && "decision" in event.output ? event.output.decision : undefined) ?? null,
    override: ("oversight" in event ? event.oversight.override : undefined) ?? null,
  };
}

/** Only its members are read; whether it is an event was checked where the lines were read. */
function parseEvent(entry: string): Art12Event | undefined {
  try {
    const event = JSON.parse(entry) as Art12Event;
    return typeof event?.emitter?.id === "string" && typeof event.system?.id === "string" ? event : undefined;
  } catch {
    return undefined;
  }
}

async function checkRepeatedIds(
  connection: Database["connection"],
  table: string,
  { findings }: Contents,
  checks: CheckList,
): Promise<void> {
  const named = new Set(
    findings.filter(({ code }) => code === "event-conflict").map(({ event_id }) => event_id),
  );
  const result = await connection.runAndReadAll(
    `SELECT event_id FROM ${table} GROUP BY event_id HAVING count(*) > 1 ORDER BY event_id LIMIT ${named.size + 1}`,
  );
  for (const [id] of result.getRows()) {
    if (!named.has(String(id)))
      checks.fail("duplicates", `${String(id)} has several contents, and no finding says so`, FILE);
  }
}
