import { mkdir, open, rm } from "node:fs/promises";
import path from "node:path";
import type { LogLine } from "../log-line";
import { batchesIn, lineOfEntry } from "./batch";
import type { TellSpoolFault } from "./faults";
import { SegmentWriter, syncFolder, type Segment } from "./segments";
import { StateFile } from "./state-file";

/** An event to be delivered, and where it ends in its segment. */
export interface SpooledEvent {
  readonly line: LogLine;
  readonly end: number;
}

/** Read at once: more than the greatest batch has. */
const READ_BYTES = 8 * 1024 * 1024;

/**
 * The events of one emitter in the spool: written at the end, delivered from the beginning. Segments go when they are
 * delivered, but the last: it tells where the chain stands.
 */
export class SpooledChain {
  readonly #writer: SegmentWriter;
  /** How far the first segment is delivered, in bytes. */
  #offset = 0;
  #stopDelivered = false;

  constructor(
    readonly folder: string,
    private readonly segments: Segment[],
    readonly stateFile: StateFile,
    segmentBytes: number,
    private readonly tell: TellSpoolFault,
  ) {
    this.#writer = new SegmentWriter(folder, segments, segmentBytes);
  }

  /** Makes the folder of a new chain. */
  static async create(folder: string, segmentBytes: number, tell: TellSpoolFault): Promise<SpooledChain> {
    await mkdir(folder, { mode: 0o700 });
    try {
      const state = await StateFile.create(path.join(folder, "state"));
      await syncFolder(folder);
      await syncFolder(path.dirname(folder));
      return new SpooledChain(folder, [], state, segmentBytes, tell);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Whether it has been delivered to its end. */
  async isFinished(): Promise<boolean> {
    return this.#stopDelivered && (await this.next(1)).length === 0;
  }

  /** Bytes on disk, without the state. */
  get bytes(): number {
    return this.segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /**
   * Puts a batch at the end, on disk. Rejects when it is not there.
   * @param first number of its first event
   */
  append(batch: Buffer, first: number): Promise<void> {
    return this.#writer.append(batch, first);
  }

  /** The next events to be delivered, so many at most; none when all are. */
  async next(most: number): Promise<readonly SpooledEvent[]> {
    for (;;) {
      const [segment, following] = this.segments;
      if (segment === undefined) return [];
      if (this.#offset < segment.bytes) {
        const found = await this.#read(segment, following?.first ?? Infinity, most);
        if (found.length > 0) return found;
      } else if (following !== undefined) await this.#drop();
      else return [];
    }
  }

  /** These, which `next` gave, are delivered. */
  async advance(events: readonly SpooledEvent[]): Promise<void> {
    const { line, end } = events.at(-1)!;
    const { emitter, type } = line.art12.event;
    this.#stopDelivered = type === "emitter_stop";
    this.#offset = end;
    await this.stateFile
      .update({ delivered: { sequence: emitter.sequence, sha256: line.art12.entry_sha256 } })
      .catch((error: unknown) => this.tell("cursor-not-written", `up to number ${emitter.sequence}`, error));
    if (this.#offset >= this.segments[0]!.bytes && this.segments.length > 1) await this.#drop();
  }

  async close(): Promise<void> {
    await this.#writer.close();
    await this.stateFile.close();
  }

  /** Ends it, and removes all there is of it on disk. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** @param before numbers from here on stand in the next segment: what bears them here was never answered */
  async #read(segment: Segment, before: number, most: number): Promise<SpooledEvent[]> {
    const bytes = await readFrom(
      segment.file,
      this.#offset,
      Math.min(segment.bytes - this.#offset, READ_BYTES),
    );
    const { delivered } = this.stateFile.state;
    const found: SpooledEvent[] = [];
    const base = this.#offset;
    for (const batch of batchesIn(bytes)) {
      for (const { entry, end } of batch) {
        const line = entry && lineOfEntry(entry.text);
        if (line === undefined) {
          // Told when it is passed, not each time it is looked at.
          if (found.length > 0) return found;
          this.tell(
            "spool-damaged",
            `the line that ends at byte ${base + end} of ${path.basename(segment.file)}`,
          );
        } else {
          const { sequence } = line.art12.event.emitter;
          if (sequence > delivered.sequence && sequence < before) found.push({ line, end: base + end });
        }
        if (found.length === 0) this.#offset = base + end;
        if (found.length === most) return found;
      }
    }
    // No whole batch: what lies there was never answered.
    if (found.length === 0 && this.#offset === base) this.#offset = base + Math.max(bytes.length, 1);
    return found;
  }

  async #drop(): Promise<void> {
    const segment = this.segments.shift();
    this.#offset = 0;
    if (segment) await rm(segment.file, { force: true });
  }
}

async function readFrom(file: string, position: number, length: number): Promise<Buffer> {
  const handle = await open(file, "r");
  try {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await handle.read(bytes, 0, length, position);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
