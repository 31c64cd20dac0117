/** Routes logs to archives, holds them until the next flush, writes them in the vendor's layout. No HTTP, no S3 of its own. */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { matchesLog } from "../../logquery";
import { archivedLine, archiveKey, hourOf, permissionTestKey } from "./archive-layout";
import type { ReceivedLog } from "./received-log";
import type { ArchiveSink } from "./sink";
import type { Archive } from "./archives";

/** The vendor's words (`LogsArchiveState`); a failing archive keeps its logs until it works again. */
type ArchiveState = "WORKING" | "FAILING";

export interface ArchiveStatus {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly bucket: string;
  readonly path: string;
  readonly includeTags: boolean;
  readonly state: ArchiveState;
  /** Why it is failing. */
  readonly error?: string;
  /** Logs written. */
  readonly archived: number;
  readonly objects: number;
  /** Logs taken and not yet written. */
  readonly pending: number;
}

export interface WrittenObject {
  readonly archive: string;
  readonly bucket: string;
  readonly key: string;
  readonly logs: number;
  /** Compressed. */
  readonly bytes: number;
}

export interface FlushResult {
  readonly written: readonly WrittenObject[];
  readonly failed: readonly { readonly archive: string; readonly error: string; readonly pending: number }[];
}

interface Slot {
  archive: Archive;
  state: ArchiveState;
  error?: string;
  archived: number;
  objects: number;
  pending: ReceivedLog[];
}

export class Archiver {
  private slots: readonly Slot[] = [];
  private lost = 0;
  /** Configuring and flushing take turns. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly sink: ArchiveSink,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Logs that no archive took: Datadog would have them in an index at most. */
  get unarchived(): number {
    return this.lost;
  }

  /**
   * Creates, changes and removes archives until they are these, in this order: at once, so that the next log finds them.
   * Then a new, changed or failing archive gets its permission test: one that cannot be written is failing, as with the
   * vendor, and no error here.
   */
  configure(archives: readonly Archive[]): Promise<void> {
    const before = new Map(this.slots.map((slot) => [slot.archive.id, slot]));
    this.slots = archives.map((archive): Slot => {
      const known = before.get(archive.id);
      before.delete(archive.id);
      if (!known) return { archive, archived: 0, objects: 0, pending: [], state: "FAILING" };
      if (JSON.stringify(known.archive) !== JSON.stringify(archive)) known.state = "FAILING";
      return Object.assign(known, { archive });
    });
    for (const removed of before.values()) this.lost += removed.pending.length;
    return this.inTurn(async () => {
      const failing = this.slots.filter(({ state }) => state === "FAILING");
      await Promise.all(failing.map((slot) => this.testPermission(slot)));
    });
  }

  /** Gives the log to the first archive in order whose query it matches, and to no other. */
  accept(log: ReceivedLog): void {
    const slot = this.slots.find(({ archive }) => matchesLog(archive.query, log));
    if (slot) slot.pending.push(log);
    else this.lost++;
  }

  /** Writes all that is pending, one object for each archive and hour. What cannot be written stays pending. */
  flush(): Promise<FlushResult> {
    return this.inTurn(async () => {
      const written: WrittenObject[] = [];
      for (const slot of this.slots) written.push(...(await this.flushSlot(slot)));
      const failed = this.slots
        .filter(({ state }) => state === "FAILING")
        .map(({ archive, error = "", pending }) => ({ archive: archive.id, error, pending: pending.length }));
      return { written, failed };
    });
  }

  status(): ArchiveStatus[] {
    return this.slots.map(({ archive, state, error, archived, objects, pending }) => {
      const { id, name, queryText: query, bucket, path, includeTags } = archive;
      const counts = { archived, objects, pending: pending.length };
      return {
        id,
        name,
        query,
        bucket,
        path,
        includeTags,
        state,
        ...(error !== undefined && { error }),
        ...counts,
      };
    });
  }

  private async flushSlot(slot: Slot): Promise<WrittenObject[]> {
    if (slot.pending.length === 0) return [];
    if (slot.state === "FAILING" && !(await this.testPermission(slot))) return [];
    const written: WrittenObject[] = [];
    for (const [hour, logs] of byHour(slot.pending.splice(0))) {
      const { archive } = slot;
      const key = archiveKey(archive.path, hour, this.now());
      const body = await compress(logs.map((log) => `${archivedLine(log, archive.includeTags)}\n`).join(""));
      if (await this.put(slot, key, body)) {
        written.push({
          archive: archive.id,
          bucket: archive.bucket,
          key,
          logs: logs.length,
          bytes: body.length,
        });
        slot.archived += logs.length;
        slot.objects++;
      } else {
        slot.pending.unshift(...logs);
      }
    }
    return written;
  }

  private testPermission(slot: Slot): Promise<boolean> {
    return this.put(slot, permissionTestKey(slot.archive.path), Buffer.alloc(0));
  }

  /** Writes an object; whether that worked is the archive's new state. */
  private async put(slot: Slot, key: string, body: Buffer): Promise<boolean> {
    try {
      await this.sink.put(slot.archive, key, body);
      slot.state = "WORKING";
      delete slot.error;
    } catch (error) {
      slot.state = "FAILING";
      slot.error = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
    return slot.state === "WORKING";
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }
}

function byHour(logs: readonly ReceivedLog[]): Map<number, ReceivedLog[]> {
  const hours = new Map<number, ReceivedLog[]>();
  for (const log of logs) {
    const hour = hours.get(hourOf(log));
    if (hour) hour.push(log);
    else hours.set(hourOf(log), [log]);
  }
  return hours;
}

const compress = promisify(gzip);
