import {
  readObject,
  type ArchivedEntry,
  type ArchiveSource,
  type Inventory,
  type ObjectVersion,
} from "../archive";
import type { EventStore } from "./event-store";
import type { FindingLog } from "./findings";
import type { Period } from "./period";
import { stageObjects, type Staged } from "./stage";

/** Which events an export is about. */
export interface Selection {
  readonly system: string;
  readonly environment: string;
  readonly period: Period;
}

/** An object version that was read; an entry of `objects.json`. */
export interface ObjectRead {
  readonly key: string;
  readonly version_id: string;
  readonly written_at: string;
  readonly bytes: number;
  /** Of the object's bytes as stored; absent when it could not be read. */
  readonly sha256?: string;
  readonly lines: number;
  /** Log entries in it, of whatever system and time. */
  readonly entries: number;
  /** Those of the system, environment and period asked for, duplicates included. */
  readonly selected: number;
}

/** What reading counted beyond the objects. */
export interface ReadingCounts {
  outside_period: number;
  other_systems: number;
  other_environments: number;
  view_altered: number;
}

/** Takes an object's summary, and how many of all objects and bytes are read. */
export type OnObject = (
  object: ObjectRead,
  progress: { readonly done: number; readonly total: number; readonly bytes: number },
) => Promise<void>;

/**
 * Reads every object version of the inventory into the store, one after the other. Nothing found in an object stops
 * it. Throws UserError when the archive cannot be reached.
 */
export async function collect(
  source: ArchiveSource,
  inventory: Inventory,
  selection: Selection,
  store: EventStore,
  findings: FindingLog,
  stagingFolder: string,
  onObject: OnObject,
): Promise<ReadingCounts> {
  const sorter = new Sorter(selection, store, findings);
  const total = inventory.versions.length;
  let [done, bytes] = [0, 0];
  for (const finding of inventory.findings) findings.add(finding);
  for await (const staged of stageObjects(source, inventory.versions, stagingFolder)) {
    const object = await readStaged(staged, sorter.begin(staged.version));
    done += 1;
    bytes += object.bytes;
    await onObject(object, { done, total, bytes });
  }
  return sorter.counts;
}

async function readStaged(staged: Staged, tally: ReturnType<Sorter["begin"]>): Promise<ObjectRead> {
  const { key, versionId, writtenAt, bytes } = staged.version;
  const object = { key, version_id: versionId, written_at: writtenAt };
  if ("unreadable" in staged) {
    tally.finding({ code: "object-unreadable", key, version_id: versionId, reason: staged.unreadable });
    return { ...object, bytes, lines: 0, entries: 0, selected: 0 };
  }
  const { lines } = await readObject(staged.file, staged.version, tally);
  const { entries, selected } = tally;
  return { ...object, bytes: staged.bytes, sha256: staged.sha256, lines, entries, selected };
}

/** Puts each entry where it belongs: into the store, or only into a count. */
class Sorter {
  readonly counts: ReadingCounts = {
    outside_period: 0,
    other_systems: 0,
    other_environments: 0,
    view_altered: 0,
  };

  constructor(
    private readonly selection: Selection,
    private readonly store: EventStore,
    private readonly findings: FindingLog,
  ) {}

  /** A visitor for one object, which also counts that object's entries. */
  begin(object: ObjectVersion) {
    const tally = {
      entries: 0,
      selected: 0,
      entry: (entry: ArchivedEntry) => {
        tally.entries += 1;
        if (this.#sort(object, entry)) tally.selected += 1;
      },
      finding: (finding: Parameters<FindingLog["add"]>[0]) => this.findings.add(finding),
    };
    return tally;
  }

  /** Returns whether the entry is one that was asked for. */
  #sort(object: ObjectVersion, archived: ArchivedEntry): boolean {
    const { system, environment, period } = this.selection;
    const { event, service } = archived;
    const { key, versionId } = object;
    const about = { key, version_id: versionId, line: archived.line, event_id: event.event_id };
    const ours = event.system.id === system;
    const inPeriod = event.time >= period.from && event.time < period.to;
    this.store.addOwner(archived);
    if (inPeriod && service !== undefined && service !== event.system.id && (ours || service === system)) {
      const reason = `the log's service is ${quoted(service)}, the entry's system ${quoted(event.system.id)}`;
      this.findings.add({ code: "system-mismatch", ...about, reason });
    }
    if (!ours) {
      this.counts.other_systems += 1;
      return false;
    }
    if (event.environment !== environment) {
      this.counts.other_environments += 1;
      const reason = `the entry's environment is ${quoted(event.environment)}`;
      if (inPeriod) this.findings.add({ code: "environment-mismatch", ...about, reason });
      return false;
    }
    if (!inPeriod) this.counts.outside_period += 1;
    else if (archived.viewAltered) {
      this.counts.view_altered += 1;
      this.findings.add({ code: "view-altered", ...about, reason: "art12.event differs from art12.entry" });
    }
    this.store.addEntry(object, archived, inPeriod);
    return inPeriod;
  }
}

/** What comes from an archived line is not ours: shortened, and control characters made visible. */
function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 130));
}
