import { writeFile } from "node:fs/promises";
import { LinesFile } from "./lines-file";

/** Writes a value as indented JSON with a newline at its end. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, undefined, 2)}\n`);
}

/** A JSON array written element by element, one a line, so that it may be longer than memory. */
export class JsonArrayFile {
  readonly #lines: LinesFile;
  /** The last element, which gets a comma only when another one follows. */
  #last: string | undefined;

  constructor(file: string) {
    this.#lines = new LinesFile(file);
  }

  async add(element: unknown): Promise<void> {
    await this.#lines.add(this.#last === undefined ? "[" : `${this.#last},`);
    this.#last = JSON.stringify(element);
  }

  async close(): Promise<void> {
    if (this.#last !== undefined) await this.#lines.add(this.#last);
    await this.#lines.add(this.#last === undefined ? "[]" : "]");
    await this.#lines.close();
  }
}
