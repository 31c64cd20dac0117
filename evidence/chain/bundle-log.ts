import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ZodType } from "zod";
import { chainBundleUnreadable } from "../../errors";
import { readEntry } from "../event";
import {
  findingsFileSchema,
  literal,
  objectsFileSchema,
  openDatabase,
  SEALS_FILE,
  type Database,
  type ObjectRead,
} from "../export";
import type { KeyRing } from "../records";
import { readSealLines } from "../seal";
import { answers, mayAnswer } from "./answers";
import { Neighbourhood } from "./entries-of";
import { withSeals, type Unsealed } from "./sealed";
import { openSigned, type SignedBundle } from "./signed-bundle";
import type { EntryObjects, LoggedEntry, LogSource, Searched, Sought } from "./sources";

/** Columns that an entry and its place are made of. */
const COLUMNS = "entry, sha256, source_key, source_version_id, source_line";

/** The log in an export bundle. Only what its exporter signed is relied on; every entry is digested and read anew. */
export function bundleLog(folder: string, ring: KeyRing, { timestampCa, now }: BundleMeans = {}): LogSource {
  return new BundleLog(folder, ring, { timestampCa, now });
}

export interface BundleMeans {
  /** PEM file with the certificates of the time-stamp authorities. */
  readonly timestampCa?: string | undefined;
  /** @default the system's clock */
  readonly now?: (() => Date) | undefined;
}

class BundleLog implements LogSource {
  readonly kind = "bundle";
  readonly name: string;
  #signed: Promise<SignedBundle> | undefined;

  constructor(
    private readonly folder: string,
    private readonly ring: KeyRing,
    private readonly means: BundleMeans,
  ) {
    this.name = `the bundle ${path.basename(path.resolve(folder))}`;
  }

  async find(sought: Sought, take: (entry: LoggedEntry) => void): Promise<Searched> {
    const { manifest, against } = await this.#open();
    const untold: string[] = [];
    await this.#rows(conditionOf(sought), (row) => {
      const entry = loggedEntry(row);
      if (typeof entry === "string") untold.push(entry);
      else if (answersWhole(sought, entry)) take(entry);
    });
    const { from, to } = manifest?.request.period ?? { from: "an unknown time", to: "an unknown time" };
    return { where: `the events of ${from} to ${to} in the bundle`, untold, against };
  }

  async objectsOf(entries: readonly LoggedEntry[]): Promise<ReadonlyMap<string, EntryObjects>> {
    const { manifest } = await this.#open();
    const objects = await this.#json("objects.json", objectsFileSchema);
    const findings = await this.#json("findings.json", findingsFileSchema);
    const keys = new Set(entries.map(({ place }) => place.key));
    const seen = objects.filter(({ key }) => keys.has(key)).map((object) => seenOf(object, entries));
    const judge = {
      ring: this.ring,
      archivePath: manifest?.source.path ?? "",
      timestampCa: this.means.timestampCa,
      now: (this.means.now ?? (() => new Date()))(),
    };
    const sealed = await withSeals(seen, this.#seals(), judge);
    const result = new Map<string, EntryObjects>();
    for (const entry of entries) {
      const own = new Set(
        entries.filter(({ sha256 }) => sha256 === entry.sha256).map(({ place }) => place.key),
      );
      const around = new Neighbourhood(entry);
      await this.#rows(nearTo(entry), (row) => {
        const near = loggedEntry(row);
        if (typeof near !== "string") around.take(near);
      });
      result.set(entry.sha256, {
        versions: sealed.filter(({ key }) => own.has(key)),
        deleteMarkers: findings.flatMap(({ code, key, version_id: id }) =>
          code === "delete-marker" && key !== undefined && own.has(key)
            ? [{ key, versionId: id ?? "", writtenAt: "a time that the bundle's findings tell" }]
            : [],
        ),
        ...around.said,
      });
    }
    return result;
  }

  #open(): Promise<SignedBundle> {
    return (this.#signed ??= openSigned(this.folder, this.ring));
  }

  async #json<Content>(name: string, schema: ZodType<Content>): Promise<Content> {
    const file = path.join(this.folder, name);
    try {
      return schema.parse(JSON.parse(await readFile(file, "utf8")));
    } catch (error) {
      throw chainBundleUnreadable(file, (error as Error).name);
    }
  }

  async *#seals() {
    const file = path.join(this.folder, SEALS_FILE);
    const { manifest } = await this.#open();
    if (manifest?.files.some(({ name }) => name === SEALS_FILE)) yield* readSealLines(file);
  }

  /** Rows of the table of events, one chunk in memory at a time. */
  async #rows(
    { where, values }: { readonly where: string; readonly values: Record<string, string | number> },
    take: (row: Row) => void,
  ): Promise<void> {
    const work = await mkdtemp(path.join(tmpdir(), "evidence-chain-"));
    let database: Database | undefined;
    try {
      database = await openDatabase(work);
      const file = path.join(this.folder, "events.parquet");
      const stream = await database.connection
        .stream(`SELECT ${COLUMNS} FROM read_parquet(${literal(file)}) WHERE ${where}`, values)
        .catch((error: unknown) => {
          throw chainBundleUnreadable(file, (error as Error).message.split("\n", 1)[0] ?? "");
        });
      for await (const rows of stream.yieldRows()) for (const row of rows) take(row as unknown as Row);
    } finally {
      database?.close();
      await rm(work, { recursive: true, force: true });
    }
  }
}

type Row = readonly [entry: string, sha256: string, key: string, versionId: string, line: number];

function conditionOf({ question, period }: Sought): { where: string; values: Record<string, string> } {
  switch (question.by) {
    case "event":
      return { where: "event_id = $value", values: { value: question.event } };
    case "version":
      return {
        where: "model_name = $name AND model_version = $version",
        values: { name: question.model, version: question.version },
      };
    case "input":
    case "case":
      return { where: "contains(entry, $value)", values: { value: question.digest } };
    case "period":
      return period === undefined
        ? { where: "true", values: {} }
        : {
            where: "time >= CAST($from AS TIMESTAMPTZ) AND time < CAST($to AS TIMESTAMPTZ)",
            values: { ...period },
          };
  }
}

function nearTo({ event }: LoggedEntry): { where: string; values: Record<string, string | number> } {
  const { id, sequence } = event.emitter;
  return {
    where: "event_id = $event OR (emitter = $emitter AND sequence BETWEEN $before AND $after)",
    values: { event: event.event_id, emitter: id, before: sequence - 1, after: sequence + 1 },
  };
}

/** The table only leads to an entry: what it is, is read from its own text. */
function loggedEntry([text, sha256, key, versionId, line]: Row): LoggedEntry | string {
  const place = { key, versionId, line };
  const read = readEntry(text);
  if (!read.ok) return `${key} (version ${versionId}), line ${line}: ${read.reason}`;
  if (read.entrySha256 !== sha256)
    return `${key} (version ${versionId}), line ${line}: another digest than the table says`;
  return { event: read.event, sha256, place, viewAltered: false };
}

function answersWhole(sought: Sought, entry: LoggedEntry): boolean {
  const { event_id: eventId, type, time, system, environment, emitter } = entry.event;
  const facts = {
    ...{ eventId, type, time, system: system.id, environment },
    ...{ emitter: emitter.id, sequence: emitter.sequence, prev: emitter.prev },
  };
  return mayAnswer(sought, facts) && answers(sought, entry);
}

/** A bundle names one place of an entry: whether it stands in other versions of the key, it does not tell. */
function seenOf(
  { key, version_id: versionId, written_at: writtenAt, sha256 }: ObjectRead,
  entries: readonly LoggedEntry[],
): Unsealed {
  const isPlace = entries.some(({ place }) => place.key === key && place.versionId === versionId);
  return {
    ...{ key, versionId, writtenAt },
    ...(sha256 !== undefined && { sha256 }),
    holds: isPlace ? true : "a bundle keeps an entry once, and tells one place of it",
  };
}
