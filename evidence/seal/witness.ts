import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { z } from "zod";
import { Digest, Time } from "../event/values";
import { json } from "../records/envelope";
import { fetchFault } from "./fetch-fault";
import { SEAL_STREAM } from "./keys";

/** A seal's head, as it is told to the witness. */
export interface HeadLine {
  readonly stream: typeof SEAL_STREAM;
  readonly sequence: number;
  /** SHA-256 of the seal's envelope, hex. */
  readonly sha256: string;
  readonly recordedAt: string;
}

/**
 * Somebody who is not the vault's owner and remembers what seals there were: else the owner could take back the whole
 * stream and write another.
 */
export interface Witness {
  /** For people. */
  readonly name: string;
  /** Tells a head. Throws WitnessSilent when it did not take it. */
  tell(head: HeadLine): Promise<void>;
  /** What it was told: the good lines, and as text what a line is at fault. Throws WitnessSilent. */
  told(): AsyncIterable<HeadLine | string>;
}

/** The witness did not take, or give, what was asked; in words. */
export class WitnessSilent extends Error {}

// A witness may add members of its own, such as the time it was told.
const headLine = z.object({
  stream: z.literal(SEAL_STREAM),
  sequence: z.int().min(1),
  sha256: Digest,
  recordedAt: Time,
});

const ANSWER_MS = 30_000;

/** The witness at a URL (POST tells, GET answers lines) or in a file that is only added to. */
export function witnessAt(place: string): Witness {
  return /^https?:\/\//.test(place) ? urlWitness(place) : fileWitness(place);
}

function fileWitness(file: string): Witness {
  return {
    name: file,
    tell: (head) =>
      silentOnFault(async () => {
        const handle = await open(file, "a");
        try {
          await handle.appendFile(`${JSON.stringify(head)}\n`);
          await handle.sync();
        } finally {
          await handle.close();
        }
      }),
    told: () => headLines(async () => createReadStream(file)),
  };
}

function urlWitness(url: string): Witness {
  const ask = async (init: RequestInit) => {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
    if (!answer.ok) throw new WitnessSilent(`it answered ${answer.status}`);
    return answer;
  };
  return {
    name: url,
    tell: (head) =>
      silentOnFault(async () => {
        const headers = { "content-type": "application/json" };
        await (await ask({ method: "POST", headers, body: JSON.stringify(head) })).arrayBuffer();
      }),
    told: () =>
      headLines(async () => {
        const { body } = await ask({ headers: { accept: "application/x-ndjson" } });
        return body === null
          ? Readable.from([])
          : Readable.fromWeb(body as import("node:stream/web").ReadableStream);
      }),
  };
}

async function* headLines(source: () => Promise<Readable>): AsyncGenerator<HeadLine | string> {
  const input = await silentOnFault(source);
  // What breaks off in the middle must not look like a short list.
  let broken: Error | undefined;
  const lines = createInterface({ input });
  input.on("error", (error) => {
    broken = error;
    lines.close();
  });
  let number = 0;
  const next = lines[Symbol.asyncIterator]();
  for (;;) {
    const { value: line, done } = await silentOnFault(() => next.next());
    if (done) break;
    number++;
    if (line.trim() === "") continue;
    const parsed = headLine.safeParse(json(line));
    yield parsed.success ? parsed.data : `line ${number} is not a head of a seal`;
  }
  if (broken !== undefined) throw new WitnessSilent(broken.message);
}

async function silentOnFault<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof WitnessSilent) throw error;
    throw new WitnessSilent(fetchFault(error));
  }
}
