import { sha256Hex } from "../canonical";
import type { Art12Event } from "../event";
import { logLine, type LogLine } from "../log-line";

/**
 * How events lie in a spool: a line each, `<SHA-256 of the entry> <number in its batch>/<size of the batch> <entry>`.
 * A batch is what one write puts there, and is answered as a whole: it counts once its last line is there. An entry has
 * no line feed, and the rest of a log line is made from it.
 */

const LINE = /^([0-9a-f]{64}) ([1-9][0-9]*)\/([1-9][0-9]*) (.*)$/s;
const LINE_FEED = 0x0a;
/** A line that stands behind another one whose line feed is damaged. No entry holds such a text. */
const NEXT_LINE = /(?<=.)[0-9a-f]{64} [1-9][0-9]*\/[1-9][0-9]* \{/s;

/** A line of a spool; no entry where it is damaged. */
export interface SpooledLine {
  readonly entry: { readonly text: string; readonly sha256: string } | undefined;
  /** Where it ends in the bytes that were read. */
  readonly end: number;
}

/** The bytes of a batch. */
export function batchBytes(lines: readonly LogLine[]): Buffer {
  const size = lines.length;
  const texts = lines.map(
    ({ art12: { entry, entry_sha256 } }, index) => `${entry_sha256} ${index + 1}/${size} ${entry}\n`,
  );
  return Buffer.from(texts.join(""));
}

/**
 * The whole batches in some bytes, one after the other. What is left of one that was never finished is passed over; the
 * first may lack lines at its beginning, when the bytes do not begin with a batch.
 */
export function* batchesIn(bytes: Buffer): Generator<readonly SpooledLine[]> {
  let pending: SpooledLine[] = [];
  for (const { line, end } of linesIn(bytes)) {
    const [, sha256, number, size, text] = LINE.exec(line) ?? [];
    const intact = sha256 !== undefined && text !== undefined && sha256Hex(text) === sha256;
    pending.push({ entry: intact ? { text, sha256 } : undefined, end });
    if (number === undefined || number !== size) continue;
    yield pending.slice(-Number(size));
    pending = [];
  }
}

function* linesIn(bytes: Buffer): Generator<{ readonly line: string; readonly end: number }> {
  let start = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, start)) {
    // Each byte is a character, so that places in the text are places in the bytes; entries have no others.
    let line = bytes.toString("latin1", start, at);
    for (let next = NEXT_LINE.exec(line); next !== null; next = NEXT_LINE.exec(line)) {
      start += next.index;
      yield { line: line.slice(0, next.index), end: start };
      line = line.slice(next.index);
    }
    start = at + 1;
    yield { line, end: start };
  }
}

/** The log line of an entry; nothing when it is no event. */
export function lineOfEntry(text: string): LogLine | undefined {
  try {
    return logLine(JSON.parse(text) as Art12Event);
  } catch {
    return undefined;
  }
}
