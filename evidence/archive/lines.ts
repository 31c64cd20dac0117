import { isUtf8 } from "node:buffer";

/**
 * Longest line taken, in bytes. Datadog takes logs of up to 1 MB; escaping and the fields an archive adds can make
 * such a log longer, hardly four times.
 */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;

const NEWLINE = 0x0a;

/** One line, or why it is none. `number` counts from 1. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly fault: "too-long" | "not-utf8" };

/** Splits bytes into lines; holds at most one line's bytes, however long a line is. */
export class LineSplitter {
  #number = 0;
  #rest: Buffer[] = [];
  #restBytes = 0;

  constructor(private readonly onLine: (line: Line) => void) {}

  /** Lines that have ended so far. */
  get lines(): number {
    return this.#number;
  }

  /** The line that has not ended yet is beyond the limit already. */
  get overlong(): boolean {
    return this.#restBytes > MAX_LINE_BYTES;
  }

  /** Takes the next bytes; they are not kept, what is needed of them is copied. */
  push(bytes: Buffer): void {
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.#end(bytes.subarray(start, end));
      start = end + 1;
    }
    if (start < bytes.length) this.#keep(bytes.subarray(start));
  }

  /** The end was reached as it should be: what is left is a line without newline. */
  finish(): void {
    if (this.#restBytes > 0) this.#end(Buffer.alloc(0));
  }

  #keep(bytes: Buffer): void {
    this.#restBytes += bytes.length;
    if (this.#restBytes <= MAX_LINE_BYTES) this.#rest.push(Buffer.from(bytes));
    else this.#rest = [];
  }

  #end(tail: Buffer): void {
    const number = ++this.#number;
    const length = this.#restBytes + tail.length;
    const line = this.#rest.length === 0 ? tail : Buffer.concat([...this.#rest, tail]);
    this.#rest = [];
    this.#restBytes = 0;
    if (length > MAX_LINE_BYTES) this.onLine({ number, fault: "too-long" });
    else if (!isUtf8(line)) this.onLine({ number, fault: "not-utf8" });
    else this.onLine({ number, text: line.toString("utf8") });
  }
}
