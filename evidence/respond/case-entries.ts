import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { readObject, takeInventory, type ArchivedEntry, type Finding } from "../archive";
import { windowDays, type Archive, type Period } from "../export";
import { LinesFile } from "../export/lines-file";
import { stageObjects, type Staged } from "../export/stage";
import { RESPONSE_FILES } from "./layout";

/** One place in the archive where an entry of the case was found. */
interface Place {
  readonly entry: string;
  readonly entry_sha256: string;
  readonly key: string;
  readonly version_id: string;
  readonly line: number;
  readonly written_at: string;
  readonly object_sha256: string;
}

/** An entry with all its places. */
interface CaseEntry {
  readonly time: string;
  readonly emitter: string;
  readonly sequence: number;
  readonly places: Place[];
}

/** What reading the archive for a case came to. */
export interface CaseRead {
  /** Distinct entries. */
  readonly entries: number;
  /** Objects and lines that could not be read: an entry of the case may stand there. */
  readonly unread: number;
  /** Other persons' entries that were read over. */
  readonly others: number;
}

const REFERS_TO = /"refers_to":"([0-9a-f-]{36})"/;

/**
 * Writes the entries of one person's case, and of nobody else, with the places where they lie: those that carry the case's
 * digest, and those that carry no case at all and refer to one that was met before them. One object is in the work at a
 * time, and of it only what belongs to the case is kept.
 *
 * @throws UserError when the archive cannot be reached
 */
export async function writeCase(
  asked: {
    readonly digest: string;
    readonly system: string;
    readonly environment: string;
    readonly period: Period;
  },
  { source, path: archivePath }: Archive,
  folder: string,
  onProgress: (done: number, total: number) => void,
): Promise<CaseRead> {
  const { versions, findings } = await takeInventory(source, archivePath, windowDays(asked.period));
  const reader = new CaseReader(asked);
  findings.forEach((finding) => reader.finding(finding));
  const staging = path.join(folder, "staged");
  let done = 0;
  for await (const staged of stageObjects(source, versions, staging)) {
    await reader.read(staged);
    if ("file" in staged) await rm(staged.file);
    onProgress((done += 1), versions.length);
  }
  await rm(staging, { recursive: true, force: true });
  await reader.write(folder);
  return reader.result;
}

class CaseReader {
  readonly #entries = new Map<string, CaseEntry>();
  readonly #ids = new Set<string>();
  #unread = 0;
  #others = 0;

  constructor(private readonly asked: Parameters<typeof writeCase>[0]) {}

  get result(): CaseRead {
    return { entries: this.#entries.size, unread: this.#unread, others: this.#others };
  }

  async read(staged: Staged): Promise<void> {
    if ("unreadable" in staged) {
      this.#unread += 1;
      return;
    }
    await readObject(staged.file, staged.version, {
      entry: (entry) => this.#take(entry, staged),
      finding: (finding) => this.finding(finding),
    });
  }

  finding({ code }: Finding): void {
    // Versions and markers are read, or tell of what is; the rest was not read.
    if (code !== "several-versions" && code !== "delete-marker") this.#unread += 1;
  }

  async write(folder: string): Promise<void> {
    await mkdir(path.join(folder, "case"), { recursive: true });
    const entries = new LinesFile(path.join(folder, RESPONSE_FILES.entries));
    const places = new LinesFile(path.join(folder, RESPONSE_FILES.places));
    for (const { places: found } of [...this.#entries.values()].sort(byTime)) {
      await entries.add(found[0]!.entry);
      for (const place of found) await places.add(JSON.stringify(place));
    }
    await entries.close();
    await places.close();
  }

  #take(archived: ArchivedEntry, { version, sha256 }: Extract<Staged, { file: string }>): void {
    const { facts, entry, entrySha256, line } = archived;
    const { system, environment, period } = this.asked;
    if (facts.system !== system || facts.environment !== environment) return;
    if (facts.time < period.from || facts.time >= period.to) return;
    if (!this.#isOfCase(archived)) {
      this.#others += 1;
      return;
    }
    this.#ids.add(facts.eventId);
    const place: Place = {
      entry,
      entry_sha256: entrySha256,
      key: version.key,
      version_id: version.versionId,
      line,
      written_at: version.writtenAt,
      object_sha256: sha256,
    };
    const known = this.#entries.get(entrySha256);
    if (known !== undefined) known.places.push(place);
    else {
      const { time, emitter, sequence } = facts;
      this.#entries.set(entrySha256, { time, emitter, sequence, places: [place] });
    }
  }

  #isOfCase(archived: ArchivedEntry): boolean {
    const { entry } = archived;
    if (entry.includes(this.asked.digest)) {
      const { event } = archived;
      if ("case_ref" in event) return event.case_ref?.digest === this.asked.digest;
    }
    const [, refersTo] = REFERS_TO.exec(entry) ?? [];
    return refersTo !== undefined && this.#ids.has(refersTo) && !entry.includes('"case_ref":{');
  }
}

function byTime(a: CaseEntry, b: CaseEntry): number {
  const [left, right] = [a, b].map(({ time, emitter }) => `${time} ${emitter}`) as [string, string];
  return left < right ? -1 : left > right ? 1 : a.sequence - b.sequence;
}
