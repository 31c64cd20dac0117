import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import { sealLineInvalid } from "../../errors";
import { json } from "../records/envelope";
import { LAST_SEQUENCE } from "../records/record-key";
import { sealKey, stampKey } from "./keys";
import type { StoredSeal } from "./read-seals";

const sealLineSchema = z.strictObject({
  sequence: z.int().min(1).max(LAST_SEQUENCE),
  envelope: z.exactOptional(z.string()),
  unreadable: z.exactOptional(z.string()),
  stamps: z.array(z.strictObject({ number: z.int().min(1), base64: z.base64() })),
});

/** A seal with its stamps as one line of JSON, to be carried elsewhere and checked there. */
export function sealLine({ sequence, bytes, stamps }: StoredSeal): string {
  const line = JSON.stringify({
    sequence,
    ...(Buffer.isBuffer(bytes) ? { envelope: bytes.toString("utf8") } : { unreadable: bytes }),
    stamps: stamps.flatMap((stamp) =>
      Buffer.isBuffer(stamp.bytes) ? [{ number: stamp.number, base64: stamp.bytes.toString("base64") }] : [],
    ),
  });
  // JSON lets them stand, and newer versions of Node take them for the end of a line: a forged envelope may hold some.
  return line.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/**
 * Reads seals from lines, one in memory at a time; nothing about them is checked but their form.
 * @throws UserError for a line that is none
 */
export async function* readSealLines(file: string): AsyncGenerator<StoredSeal> {
  const lines = createInterface({ input: createReadStream(file, "utf8") });
  let number = 0;
  for await (const line of lines) {
    const parsed = sealLineSchema.safeParse(json(line));
    number++;
    if (!parsed.success) throw sealLineInvalid(`${file}, line ${number}`, `${line.slice(0, 60)}…`);
    const { sequence, envelope, unreadable = "the line holds no envelope", stamps } = parsed.data;
    yield {
      sequence,
      key: sealKey(sequence),
      bytes: envelope === undefined ? unreadable : Buffer.from(envelope),
      stamps: stamps.map(({ number: n, base64 }) => ({
        number: n,
        key: stampKey(sequence, n),
        bytes: Buffer.from(base64, "base64"),
        laidOver: [],
      })),
    };
  }
}
