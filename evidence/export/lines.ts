import { open, type FileHandle } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createGzip } from "node:zlib";

/** A stretch of a file. */
export interface Stretch {
  readonly file: string;
  readonly at: number;
  readonly bytes: number;
}

/** Most bytes copied at once. */
const PIECE_BYTES = 1024 * 1024;
/** Files held open at a time. */
const OPEN_FILES = 256;

/** Writes stretches of files one after the other into one gzip file. Neighbouring stretches are read in one go. */
export async function gzipStretches(stretches: AsyncIterable<Stretch>, out: string): Promise<void> {
  const files = new OpenFiles();
  try {
    await pipeline(
      Readable.from(pieces(stretches, files), { objectMode: false, highWaterMark: 4 * PIECE_BYTES }),
      // Speed over size: the entries are mostly digests, which no level packs.
      createGzip({ level: constants.Z_BEST_SPEED, chunkSize: 256 * 1024 }),
      createWriteStream(out),
    );
  } finally {
    await files.close();
  }
}

async function* pieces(stretches: AsyncIterable<Stretch>, files: OpenFiles): AsyncIterable<Buffer> {
  let joined: Stretch | undefined;
  for await (const stretch of stretches) {
    if (joined?.file === stretch.file && joined.at + joined.bytes === stretch.at) {
      joined = { ...joined, bytes: joined.bytes + stretch.bytes };
      if (joined.bytes < PIECE_BYTES) continue;
    } else if (joined === undefined) {
      joined = stretch;
      continue;
    } else {
      yield await files.read(joined);
      joined = stretch;
      continue;
    }
    yield await files.read(joined);
    joined = undefined;
  }
  if (joined) yield await files.read(joined);
}

/** Files by name, the longest unused closed when there are many. */
class OpenFiles {
  readonly #handles = new Map<string, FileHandle>();

  async read({ file, at, bytes }: Stretch): Promise<Buffer> {
    const handle = await this.#open(file);
    const buffer = Buffer.allocUnsafe(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, at);
    if (bytesRead !== bytes) throw new Error(`${file} is shorter than it was`);
    return buffer;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#handles.values()].map((handle) => handle.close()));
  }

  async #open(file: string): Promise<FileHandle> {
    const handle = this.#handles.get(file) ?? (await open(file));
    // The last used is the last in the map.
    this.#handles.delete(file);
    this.#handles.set(file, handle);
    if (this.#handles.size > OPEN_FILES) {
      const [oldest, unused] = this.#handles.entries().next().value!;
      this.#handles.delete(oldest);
      await unused.close();
    }
    return handle;
  }
}
