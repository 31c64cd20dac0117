import { createReadStream } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { chainLinesUnreadable } from "../../errors";
import { VAULT_PREFIXES } from "../../configs";
import { readEntry } from "../event";
import { Digest, Time } from "../event/values";
import type { KeyRing, RecordStore } from "../records";
import { readSeals } from "../seal";
import { answers } from "./answers";
import { Neighbourhood } from "./entries-of";
import { firstDay, withSeals, type Unsealed } from "./sealed";
import type { EntryObjects, LoggedEntry, LogSource, Searched, Sought } from "./sources";

/** An entry and one place where it lies. */
const lineSchema = z.strictObject({
  entry: z.string(),
  entry_sha256: Digest,
  key: z.string().min(1),
  version_id: z.string().min(1),
  line: z.int().min(1),
  written_at: z.exactOptional(Time),
  object_sha256: z.exactOptional(Digest),
});
type Line = z.infer<typeof lineSchema>;

/** What the objects of the lines are held against; without it nothing is told of seals. */
export interface LinesMeans {
  /** Where seals are. */
  readonly records: RecordStore;
  readonly ring: KeyRing;
  /** @default the system's clock */
  readonly now?: (() => Date) | undefined;
}

/** The log as lines of entries with their places, as an answer about one person's case holds them: few. */
export function linesLog(file: string, means?: LinesMeans): LogSource {
  return new LinesLog(file, means);
}

class LinesLog implements LogSource {
  readonly kind = "bundle";
  readonly name: string;

  constructor(
    private readonly file: string,
    private readonly means: LinesMeans | undefined,
  ) {
    this.name = `the lines of ${path.basename(file)}`;
  }

  async find(sought: Sought, take: (entry: LoggedEntry) => void): Promise<Searched> {
    const untold: string[] = [];
    const against: string[] = [];
    for await (const line of this.#lines()) {
      const entry = loggedEntry(line);
      if (typeof entry === "string") against.push(entry);
      else if (isOf(sought, entry) && answers(sought, entry)) take(entry);
    }
    return { where: this.name, untold, against };
  }

  async objectsOf(entries: readonly LoggedEntry[]): Promise<ReadonlyMap<string, EntryObjects>> {
    const near = entries.map((entry) => ({ entry, around: new Neighbourhood(entry) }));
    const objects = new Map<string, Unsealed>();
    for await (const line of this.#lines()) {
      const entry = loggedEntry(line);
      if (typeof entry === "string") continue;
      for (const { around } of near) around.take(entry);
      const { key, version_id: versionId, written_at: writtenAt, object_sha256: sha256 } = line;
      if (!entries.some((one) => one.sha256 === entry.sha256)) continue;
      objects.set(`${entry.sha256} ${key} ${versionId}`, {
        ...{ key, versionId, holds: true },
        ...(writtenAt !== undefined && { writtenAt }),
        ...(sha256 !== undefined && { sha256 }),
      });
    }
    const seen = await this.#sealed([...objects.values()]);
    const byPlace = new Map([...objects.keys()].map((place, index) => [place, seen[index]!]));
    return new Map(
      near.map(({ entry, around }) => {
        const versions = [...byPlace].flatMap(([place, object]) =>
          place.startsWith(`${entry.sha256} `) ? [object] : [],
        );
        return [entry.sha256, { versions, deleteMarkers: [], ...around.said }];
      }),
    );
  }

  async #sealed(objects: readonly Unsealed[]) {
    if (this.means === undefined)
      return objects.map((object) => ({
        ...object,
        seal: { is: "cannot-tell", because: "no seals are at hand" } as const,
      }));
    const { records, ring, now = () => new Date() } = this.means;
    const archivePath = VAULT_PREFIXES.archive;
    return withSeals(objects, readSeals(records, firstDay(objects, archivePath)), {
      ring,
      archivePath,
      now: now(),
    });
  }

  async *#lines(): AsyncGenerator<Line> {
    const lines = createInterface({ input: createReadStream(this.file, "utf8") });
    let number = 0;
    for await (const text of lines) {
      number++;
      if (text === "") continue;
      const parsed = lineSchema.safeParse(json(text));
      if (!parsed.success) throw chainLinesUnreadable(this.file, number);
      yield parsed.data;
    }
  }
}

function isOf({ question, environment, system, period }: Sought, { event }: LoggedEntry): boolean {
  if (question.by === "event") return true;
  return (
    event.environment === environment &&
    (system === undefined || event.system.id === system) &&
    (period === undefined || (event.time >= period.from && event.time < period.to))
  );
}

function loggedEntry({
  entry,
  entry_sha256: sha256,
  key,
  version_id: versionId,
  line,
}: Line): LoggedEntry | string {
  const read = readEntry(entry);
  if (!read.ok) return `${key} (version ${versionId}), line ${line}: ${read.reason}`;
  if (read.entrySha256 !== sha256)
    return `${key} (version ${versionId}), line ${line}: its digest is not the one beside it`;
  return { event: read.event, sha256, place: { key, versionId, line }, viewAltered: false };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
