import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** A text written line by line, so that it may be longer than memory. */
export class LinesFile {
  readonly #stream: WriteStream;
  #failed: Error | undefined;

  constructor(file: string) {
    this.#stream = createWriteStream(file);
    this.#stream.on("error", (error) => (this.#failed = error));
  }

  /** Adds a line, which holds no newline. */
  async add(line: string): Promise<void> {
    if (this.#failed) throw this.#failed;
    if (!this.#stream.write(`${line}\n`)) await once(this.#stream, "drain");
  }

  async close(): Promise<void> {
    this.#stream.end();
    await finished(this.#stream);
  }
}
