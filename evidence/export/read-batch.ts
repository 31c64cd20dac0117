import { readObject, type ArchivedEntry } from "../archive";
import { emitterReportIn } from "../event";
import type { ObjectRead, Selection } from "./collect";
import { FindingLog } from "./findings";
import { CheckedFile, finishSegment, type SegmentFiles } from "./segment";
import { Sorter } from "./sorter";
import type { Staged } from "./stage";

/** Selected text held at a time; with more, what is held is written first. */
const HELD_CHARACTERS = 32 * 1024 * 1024;

/** Reads the objects of one batch and writes its segment. Nothing found in an object stops it. */
export async function readBatch(
  staged: readonly Staged[],
  selection: Selection,
  files: SegmentFiles,
): Promise<void> {
  const findings = new FindingLog();
  const sorter = new Sorter(selection, findings);
  const writer = await SegmentWriter.create(files);
  const objects: ObjectRead[] = [];
  for (const [index, object] of staged.entries()) {
    objects.push(await readStaged(index, object, sorter, findings, writer));
  }
  const check = await writer.close();
  await finishSegment(files, { objects, counts: sorter.counts, findings: findings.soFar(), check });
}

async function readStaged(
  index: number,
  staged: Staged,
  sorter: Sorter,
  findings: FindingLog,
  writer: SegmentWriter,
): Promise<ObjectRead> {
  const { key, versionId, writtenAt, bytes } = staged.version;
  const object = { key, version_id: versionId, written_at: writtenAt };
  if ("unreadable" in staged) {
    findings.add({ code: "object-unreadable", key, version_id: versionId, reason: staged.unreadable });
    return { ...object, bytes, lines: 0, entries: 0, selected: 0 };
  }
  let [entries, selected] = [0, 0];
  const { lines } = await readObject(staged.file, staged.version, {
    entry: (entry) => {
      entries += 1;
      writer.addOwner(entry);
      const place = sorter.place(staged.version, entry);
      if (place === "left-out") return;
      if (place === "in-period") selected += 1;
      writer.add(index, entry, place === "in-period");
    },
    finding: (finding) => findings.add(finding),
  });
  await writer.relieve();
  return { ...object, bytes: staged.bytes, sha256: staged.sha256, lines, entries, selected };
}

/** One selected entry, and the row about it up to where its text stands. */
interface Held {
  readonly sequence: number;
  readonly before: string;
  readonly after: string;
  readonly entry: string;
}

/**
 * Writes entries emitter by emitter: in the bundle they stand in that order, so whole stretches of a segment can be
 * copied at once.
 */
class SegmentWriter {
  #held = new Map<string, Held[]>();
  #characters = 0;
  readonly #owners = new Set<string>();

  private constructor(
    private readonly entries: CheckedFile,
    private readonly rows: CheckedFile,
    private readonly owners: CheckedFile,
  ) {}

  static async create(files: SegmentFiles): Promise<SegmentWriter> {
    const [entries, rows, owners] = await Promise.all([
      CheckedFile.create(files.entries),
      CheckedFile.create(files.rows),
      CheckedFile.create(files.owners),
    ]);
    return new SegmentWriter(entries, rows, owners);
  }

  addOwner({ facts: { emitter, system, environment } }: ArchivedEntry): void {
    this.#owners.add(`${emitter},${system},${environment}`);
  }

  add(object: number, { line, facts, entry, entrySha256 }: ArchivedEntry, inPeriod: boolean): void {
    const { emitter, sequence } = facts;
    const held = this.#held.get(emitter);
    const { heartbeatSeconds = "", dropped = "" } = emitterReportIn(facts.type, entry);
    const row = {
      sequence,
      before: `${object},${line},${inPeriod}`,
      after: `${facts.eventId},${facts.time},${facts.type},${emitter},${sequence},${facts.prev},${entrySha256},${heartbeatSeconds},${dropped}`,
      entry,
    };
    if (held) held.push(row);
    else this.#held.set(emitter, [row]);
    this.#characters += entry.length;
  }

  /** Writes what is held, if it is much. */
  async relieve(): Promise<void> {
    if (this.#characters >= HELD_CHARACTERS) await this.#write();
  }

  async close() {
    await this.#write();
    if (this.#owners.size > 0) await this.owners.append(`${[...this.#owners].join("\n")}\n`);
    return {
      entries: await this.entries.close(),
      rows: await this.rows.close(),
      owners: await this.owners.close(),
    };
  }

  async #write(): Promise<void> {
    for (const emitter of [...this.#held.keys()].sort()) {
      const held = this.#held.get(emitter)!.sort((a, b) => a.sequence - b.sequence);
      let at = this.entries.bytes;
      let rows = "";
      for (const { before, after, entry } of held) {
        // Entries are ASCII: the schema admits nothing else. So characters are bytes.
        rows += `${before},${at},${entry.length},${after}\n`;
        at += entry.length + 1;
      }
      await this.rows.append(rows);
      await this.entries.append(`${held.map(({ entry }) => entry).join("\n")}\n`);
      if (this.entries.bytes !== at) throw new Error("an entry that is not ASCII passed the event schema");
    }
    this.#held = new Map();
    this.#characters = 0;
  }
}
