import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** How unpacking ended. Whatever the end, all bytes before a break were handed on. */
export type GunzipEnd =
  | "whole"
  /** The consumer asked to stop. */
  | "stopped"
  | "empty"
  | "not-gzip"
  | "truncated"
  | "corrupt"
  | "trailing-garbage";

/** Takes unpacked bytes at once (not later: so memory stays flat); returning false stops the reading. */
export type OnBytes = (bytes: Buffer) => boolean;

/** What zlib says when the bytes after a whole member are not another one. */
const HEADER_ERRORS: ReadonlySet<string> = new Set([
  "incorrect header check",
  "unknown compression method",
  "unknown header flags set",
  "header crc mismatch",
]);

/**
 * Unpacks gzip, several members included. `open` is called a second time if the data is damaged: zlib throws away
 * what it unpacked in the failing step, so that step is done again byte by byte to hand on what lies before.
 */
export async function gunzip(open: () => Readable, onBytes: OnBytes): Promise<GunzipEnd> {
  let handed = 0;
  const first = await unpack(open(), Infinity, (bytes) => {
    handed += bytes.length;
    return onBytes(bytes);
  });
  if (first.failedAt === undefined) return first.end;
  let skip = handed;
  const again = await unpack(open(), first.failedAt, (bytes) => {
    const fresh = bytes.subarray(Math.min(skip, bytes.length));
    skip -= bytes.length - fresh.length;
    return fresh.length === 0 || onBytes(fresh);
  });
  return again.end;
}

interface Unpacked {
  readonly end: GunzipEnd;
  /** Offset of the chunk in which zlib met an error. */
  readonly failedAt?: number;
}

/** Unpacks `source`; bytes from the offset `carefulFrom` on go to zlib one by one. */
async function unpack(source: Readable, carefulFrom: number, onBytes: OnBytes): Promise<Unpacked> {
  const engine = new Engine(onBytes);
  let given = 0;
  let failedAt: number | undefined;
  const magic: number[] = [];
  for await (const chunk of source as AsyncIterable<Buffer>) {
    for (const byte of chunk.subarray(0, 2 - magic.length)) magic.push(byte);
    const start = given;
    given += chunk.length;
    if (start < carefulFrom) await engine.write(chunk);
    else
      for (let at = 0; at < chunk.length && !engine.over; at++)
        await engine.write(chunk.subarray(at, at + 1));
    if (engine.stopped) return { end: "stopped" };
    if (engine.error !== undefined) failedAt ??= start;
  }
  if (given === 0) return { end: "empty" };
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) return { end: "not-gzip" };
  await engine.end();
  if (engine.stopped) return { end: "stopped" };
  if (engine.error?.code === "Z_BUF_ERROR") return { end: "truncated" };
  if (engine.error !== undefined) {
    const foreign = engine.handed > 0 && HEADER_ERRORS.has(engine.error.message);
    return { end: foreign ? "trailing-garbage" : "corrupt", ...(failedAt === undefined ? {} : { failedAt }) };
  }
  return { end: engine.bytesTaken < given ? "trailing-garbage" : "whole" };
}

/** zlib's stream with every chunk awaited, so that an error cannot overtake the bytes unpacked before it. */
class Engine {
  stopped = false;
  handed = 0;
  error: NodeJS.ErrnoException | undefined;
  readonly #gunzip = createGunzip({ chunkSize: 64 * 1024 });
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(onBytes: OnBytes) {
    this.#gunzip.on("data", (bytes: Buffer) => {
      this.handed += bytes.length;
      if (!this.stopped && !onBytes(bytes)) this.stopped = true;
    });
    this.#gunzip.on("error", (error: NodeJS.ErrnoException) => {
      this.error = error;
      this.#wake();
    });
    // It ends by itself when zero bytes follow the last member: those are never taken.
    this.#gunzip.on("end", () => {
      this.#ended = true;
      this.#wake();
    });
  }

  get over(): boolean {
    return this.stopped || this.#ended || this.error !== undefined;
  }

  get bytesTaken(): number {
    return this.#gunzip.bytesWritten;
  }

  async write(chunk: Buffer): Promise<void> {
    if (this.over) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#gunzip.write(chunk, () => resolve());
    });
  }

  /** Ends with no bytes of its own: bytes given with the end would be lost if the data turns out to be cut. */
  async end(): Promise<void> {
    if (!this.over) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#gunzip.end();
      });
    }
    this.#gunzip.destroy();
  }
}
