import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ObjectTimes } from "../completeness";
import {
  latePathEvents,
  linesTable,
  literal,
  objectTimes,
  openDatabase,
  PARQUET_SCHEMA,
  type Database,
} from "../export";
import type { CheckList } from "./check";
import { strangeSources, tableDifferences } from "./compare-table";
import type { Contents } from "./contents";
import type { EventsSeen } from "./events";
import type { BundleReader } from "./folder";
import { RowDigests } from "./row-digests";

const FILE = "events.parquet";
const LINES = "events.ndjson.gz";
/** What the table shows of the objects that its events come from. */
export interface TableSources {
  /** Times of events that are not those of their object. */
  readonly times: readonly ObjectTimes[];
  /** Events that came by the late path. */
  readonly latePath: number;
}

const NO_SOURCES: TableSources = { times: [], latePath: 0 };

/** Faults of DuckDB that come from the machine, not from the file. */
const LACKING = /^(Out of Memory Error|IO Error: .*No space left on device)/;

/**
 * The bundle's table, to be compared with its events: by SQL, which reads both anew, so that nothing but the files is
 * believed. Comparing begins at once and goes on beside the reading of the events.
 */
export class TableCheck {
  readonly #table: string;
  readonly #lines: string;
  readonly #comparing: Promise<void>;

  private constructor(
    private readonly database: Database,
    private readonly folder: string,
    bundle: BundleReader,
    private readonly contents: Contents,
    private readonly checks: CheckList,
    private readonly events: number,
  ) {
    this.#table = `read_parquet(${literal(bundle.path(FILE))})`;
    this.#lines = linesTable(bundle.path(LINES));
    this.#comparing = this.#compare();
    // Its fault is met in `finish`.
    this.#comparing.catch(() => undefined);
  }

  /** Opens the table, of which the manifest says that it has so many `events`, and begins to compare. */
  static async begin(
    bundle: BundleReader,
    contents: Contents,
    events: number,
    checks: CheckList,
  ): Promise<TableCheck> {
    const folder = await mkdtemp(path.join(tmpdir(), "evidence-verify-"));
    const database = await openDatabase(folder);
    await addObjects(database, contents);
    await confine(database, [bundle.path(FILE), bundle.path(LINES)]);
    return new TableCheck(database, folder, bundle, contents, checks, events);
  }

  /**
   * Ends the comparing, with what was seen in the events themselves. Returns what the table shows of the objects that its
   * events come from.
   */
  async finish(seen: EventsSeen): Promise<TableSources> {
    try {
      if (this.checks.failed("events")) {
        this.checks.cannotTell("parquet", "not compared: the events themselves are not in order", FILE);
        return NO_SOURCES;
      }
      await this.#comparing;
      await this.#compareDigests(seen);
      await this.#checkRepeatedIds();
      const query = (sql: string) => this.#rows(sql);
      return {
        times: await objectTimes(query, this.#table, this.contents.objects),
        latePath: await latePathEvents(query, this.#table),
      };
    } catch (error) {
      const reason = (error as Error).message.split("\n", 1)[0]!;
      // What this machine lacks says nothing about the bundle.
      if (LACKING.test(reason))
        this.checks.cannotTell("parquet", `it could not be compared: ${reason}`, FILE);
      else this.checks.fail("parquet", `it cannot be read: ${reason}`, FILE);
      return NO_SOURCES;
    }
  }

  /** Stops what is still running, and removes what was written. */
  async close(): Promise<void> {
    this.database.connection.interrupt();
    await this.#comparing.catch(() => undefined);
    this.database.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #compare(): Promise<void> {
    const described = await this.#rows(`DESCRIBE FROM ${this.#table}`);
    const columns = described.map(([name, type]) => `${String(name)} ${String(type)}`).join(", ");
    if (columns !== PARQUET_SCHEMA.map(({ name, type }) => `${name} ${type}`).join(", ")) {
      this.checks.fail("parquet", `its columns are ${columns.slice(0, 300)}`, FILE);
      return;
    }
    const [[rows] = []] = await this.#rows(`SELECT count(*) FROM ${this.#table}`);
    if (Number(rows) !== this.events) {
      this.checks.fail("parquet", `it has ${Number(rows)} row(s), for ${this.events} event(s)`, FILE);
      return;
    }
    const differences = tableDifferences(this.#table, this.#lines, this.events);
    for (const [number, columns] of await this.#rows(differences)) {
      if ((columns as string[]).includes("entry")) {
        this.checks.fail("parquet", `its rows differ from ${LINES} from row ${Number(number)} on`, FILE);
        return;
      }
      for (const name of columns as string[])
        this.checks.fail("parquet", `row ${Number(number)}: column ${name} is not what its entry says`, FILE);
    }
    for (const [key, version, first, last, lines] of await this.#rows(strangeSources(this.#table))) {
      const named = `lines ${Number(first)} to ${Number(last)} of ${String(key)} (version ${String(version)})`;
      const known = lines === null ? "does not have" : `gives ${Number(lines)} line(s)`;
      this.checks.fail("objects", `rows come from ${named}, which objects.json ${known}`, FILE);
    }
  }

  /** The digests of the events were worked out where they were read. */
  async #compareDigests(seen: EventsSeen): Promise<void> {
    const digests = new RowDigests();
    const result = await this.database.connection.stream(`SELECT sha256 FROM ${this.#table}`);
    for await (const rows of result.yieldRows()) for (const [digest] of rows) digests.add(String(digest));
    const difference = seen.rows.firstDifference(digests);
    if (difference === undefined || this.checks.failed("parquet")) return;
    const { from, to } = difference;
    this.checks.fail("parquet", `its digests differ from ${LINES} in rows ${from} to ${to}`, FILE);
  }

  async #checkRepeatedIds(): Promise<void> {
    const conflicts = this.contents.findings.filter(({ code }) => code === "event-conflict");
    const named = new Set(conflicts.map(({ event_id }) => event_id));
    const repeated = await this.#rows(
      `SELECT event_id FROM ${this.#table} GROUP BY event_id HAVING count(*) > 1 ORDER BY event_id LIMIT ${named.size + 1}`,
    );
    for (const [id] of repeated) {
      if (!named.has(String(id)))
        this.checks.fail("duplicates", `${String(id)} has several contents, and no finding says so`, FILE);
    }
  }

  async #rows(sql: string): Promise<unknown[][]> {
    return (await this.database.connection.runAndReadAll(sql)).getRowsJS();
  }
}

async function addObjects({ connection }: Database, { objects }: Contents): Promise<void> {
  await connection.run("CREATE TABLE objects (key VARCHAR, version_id VARCHAR, lines BIGINT)");
  const appender = await connection.createAppender("objects");
  for (const { key, version_id, lines } of objects) {
    appender.appendVarchar(key);
    appender.appendVarchar(version_id);
    appender.appendBigInt(BigInt(lines));
    appender.endRow();
  }
  appender.closeSync();
}

/** From here on the database opens these files only, and nothing in a query or file can change that. */
async function confine({ connection }: Database, files: readonly string[]): Promise<void> {
  await connection.run(`SET allowed_paths = [${files.map(literal).join(", ")}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}
