import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { finished } from "node:stream/promises";

/** Writes a value as indented JSON with a newline at its end. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, undefined, 2)}\n`);
}

/** A JSON array written element by element, one a line, so that it may be longer than memory. */
export class JsonArrayFile {
  readonly #stream: WriteStream;
  #failed: Error | undefined;
  #elements = 0;

  constructor(file: string) {
    this.#stream = createWriteStream(file);
    this.#stream.on("error", (error) => (this.#failed = error));
  }

  async add(element: unknown): Promise<void> {
    if (this.#failed) throw this.#failed;
    const separator = this.#elements++ === 0 ? "[\n" : ",\n";
    if (!this.#stream.write(separator + JSON.stringify(element))) await once(this.#stream, "drain");
  }

  async close(): Promise<void> {
    this.#stream.end(this.#elements === 0 ? "[]\n" : "\n]\n");
    await finished(this.#stream);
  }
}
