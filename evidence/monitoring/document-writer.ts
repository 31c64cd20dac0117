import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import path from "node:path";
import type { Document } from "../documentation";
import { canonicalString } from "../event";
import type { Part, Period } from "./parts";
import { withoutSecrets } from "./left-out";

/** The form of a copy. A promise: readers of years to come go by it. */
export const COPY_FORMAT = "urn:ai-act-evidence:monitoring-copy:1";

/** What a copy is of. */
export interface CopyHead {
  readonly what: Part["what"];
  readonly environment: string;
  /** Short name of the Datadog organisation. */
  readonly organisation: string;
  /** Nothing for what is as it was when it was copied. */
  readonly period?: Period;
}

/** A copy in a file, ready to be kept. */
export interface SpooledCopy extends Document {
  readonly what: Part["what"];
  readonly entries: number;
  readonly file: string;
}

/** A document of this many bytes is closed, and the next one begun: whoever reads one must hold it. */
const MOST_BYTES = 32 * 1024 ** 2;

/**
 * Writes entries into documents of canonical JSON (RFC 8785), one after the other: in memory is one entry, whatever is copied.
 * The same entries make the same bytes.
 */
export class DocumentWriter {
  readonly #done: SpooledCopy[] = [];
  #current: Half | undefined;

  constructor(
    private readonly folder: string,
    private readonly head: CopyHead,
    private readonly secrets: readonly string[],
    private readonly mostBytes = MOST_BYTES,
  ) {}

  async add(entry: unknown): Promise<void> {
    const { value, leftOut } = withoutSecrets(entry, this.secrets);
    const bytes = Buffer.from(canonicalString(value));
    if (this.#current && this.#current.bytes + bytes.length > this.mostBytes)
      await this.#close(this.#current);
    const half = (this.#current ??= await this.#begin());
    if (half.entries > 0) await half.write(",");
    await half.write(bytes);
    half.entries++;
    half.leftOut += leftOut;
  }

  /** What was written; at least one document: that there is nothing is worth knowing, too. */
  async finish(): Promise<readonly SpooledCopy[]> {
    if (this.#current || this.#done.length === 0) await this.#close(this.#current ?? (await this.#begin()));
    return this.#done;
  }

  /** Closes what is open, and keeps only what holds entries: of a copy that is not whole, emptiness would say too much. */
  async finishHalf(): Promise<readonly SpooledCopy[]> {
    if (this.#current) await this.#close(this.#current);
    return this.#done.filter(({ entries }) => entries > 0);
  }

  async #begin(): Promise<Half> {
    const half = await Half.at(path.join(this.folder, `${this.head.what}-${this.#done.length + 1}.json`));
    await half.write('{"entries":[');
    return half;
  }

  async #close(half: Half): Promise<void> {
    this.#current = undefined;
    // In the order of the alphabet, as canonical JSON has its keys: `entries` before all of these.
    const { what, environment, organisation, period } = this.head;
    const rest = {
      environment,
      format: COPY_FORMAT,
      leftOut: half.leftOut,
      organisation,
      ...(period && { period }),
      what,
    };
    await half.write(`],${canonicalString(rest).slice(1)}`);
    const { file, entries, bytes } = half;
    this.#done.push({ what, sha256: await half.close(), bytes, entries, file });
  }
}

/** A document that is being written. */
class Half {
  entries = 0;
  leftOut = 0;
  bytes = 0;
  readonly #hash = createHash("sha256");

  private constructor(
    readonly file: string,
    private readonly handle: FileHandle,
  ) {}

  static async at(file: string): Promise<Half> {
    return new Half(file, await open(file, "wx", 0o600));
  }

  async write(piece: string | Uint8Array): Promise<void> {
    const bytes = Buffer.from(piece);
    this.#hash.update(bytes);
    this.bytes += bytes.length;
    await this.handle.writeFile(bytes);
  }

  /** @returns SHA-256 of what was written, hex */
  async close(): Promise<string> {
    await this.handle.close();
    return this.#hash.digest("hex");
  }
}
