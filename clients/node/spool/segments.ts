import { open, readdir, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";

/** One file of a chain: whole batches, up to `bytes`; what lies behind was never answered. */
export interface Segment {
  readonly file: string;
  /** Number of its first event. */
  readonly first: number;
  bytes: number;
}

const NAME = /^([0-9]{12})\.segment$/;

/** The segments in a folder, in order, as they are on disk. */
export async function segmentsIn(folder: string): Promise<Segment[]> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      return { file, first: Number(NAME.exec(name)![1]), bytes: (await stat(file)).size };
    }),
  );
}

/**
 * Appends batches to the segments of one chain: all of a batch, on disk (`fdatasync`), or none of it. What a failed
 * write left is cut off; where that fails, too, another segment is begun, whose name says from which number on it holds.
 */
export class SegmentWriter {
  #handle: FileHandle | undefined;

  /** @param segments of the chain; the writer adds its own */
  constructor(
    private readonly folder: string,
    private readonly segments: Segment[],
    private readonly segmentBytes: number,
  ) {}

  /** @param first number of the batch's first event */
  async append(batch: Buffer, first: number): Promise<void> {
    let segment = this.segments.at(-1);
    if (this.#handle === undefined || segment === undefined || segment.bytes >= this.segmentBytes)
      segment = await this.#begin(first);
    try {
      await writeAll(this.#handle!, batch, segment.bytes);
    } catch (error) {
      await this.#handle!.truncate(segment.bytes).catch(() => this.#abandon());
      throw error;
    }
    try {
      await this.#handle!.datasync();
    } catch (error) {
      // After a failed sync nobody knows what is on disk, and asking again would not tell.
      await this.#handle!.truncate(segment.bytes).catch(() => undefined);
      await this.#abandon();
      throw error;
    }
    if ((await this.#handle!.stat()).nlink === 0) {
      // Synced into a file that somebody removed: it goes with this process.
      await this.#abandon();
      throw Object.assign(new Error(`ENOENT: the file was removed, write '${segment.file}'`), {
        code: "ENOENT",
      });
    }
    segment.bytes += batch.length;
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async #begin(first: number): Promise<Segment> {
    await this.close();
    // One with nothing in it is written anew.
    if (this.segments.at(-1)?.bytes === 0) this.segments.pop();
    const file = path.join(this.folder, `${String(first).padStart(12, "0")}.segment`);
    const handle = await open(file, "w", 0o600);
    try {
      await syncFolder(this.folder);
    } catch (error) {
      await handle.close();
      await rm(file, { force: true });
      throw error;
    }
    this.#handle = handle;
    const segment = { file, first, bytes: 0 };
    this.segments.push(segment);
    return segment;
  }

  async #abandon(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close().catch(() => undefined);
  }
}

/** Makes names in a folder last: a file that was synced can still be gone after a power cut if its name was not. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
