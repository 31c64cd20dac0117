import { open, readFile, rename, stat } from "node:fs/promises";
import path from "node:path";
import { crc32 } from "node:zlib";
import type { ObjectRead, ReadingCounts } from "./collect";
import type { FoundSoFar } from "./findings";

/**
 * What reading one batch gave, as files: the entries it selected, a row about each, and whose emitters it met. The
 * summary is written last: a segment without it does not count. So a crash costs the batches under way, no more.
 */
export interface SegmentFiles {
  /** Canonical entries, each with a newline; those of one emitter together, in the order of their numbers. */
  readonly entries: string;
  /** CSV without quotes: every value is of a closed alphabet. See `ROW_COLUMNS`. */
  readonly rows: string;
  /** CSV: emitter, system, environment of every entry met, whoever's it is. */
  readonly owners: string;
  readonly summary: string;
}

export interface SegmentSummary {
  readonly objects: readonly ObjectRead[];
  readonly counts: ReadingCounts;
  readonly findings: FoundSoFar;
  readonly check: SegmentCheck;
}

/** Size and CRC-32 of a segment's files, to tell after a power cut whether they are whole. */
export type SegmentCheck = Readonly<
  Record<"entries" | "rows" | "owners", readonly [bytes: number, crc: number]>
>;

/** Columns of a row, in order, with DuckDB's types. `object` is the place of the object in its batch. */
export const ROW_COLUMNS = {
  object: "INTEGER",
  line: "INTEGER",
  in_period: "BOOLEAN",
  byte_at: "BIGINT",
  bytes: "INTEGER",
  event_id: "UUID",
  time: "VARCHAR",
  type: "VARCHAR",
  emitter: "VARCHAR",
  sequence: "BIGINT",
  prev: "VARCHAR",
  sha256: "VARCHAR",
  heartbeat_seconds: "BIGINT",
  dropped: "BIGINT",
} as const;

export const OWNER_COLUMNS = { emitter: "VARCHAR", system: "VARCHAR", environment: "VARCHAR" } as const;

export function segmentFiles(folder: string, batch: string): SegmentFiles {
  const file = (kind: string) => path.join(folder, `${batch}.${kind}`);
  return { entries: file("entries"), rows: file("rows"), owners: file("owners"), summary: file("json") };
}

/** Appends to a file and keeps its size and CRC-32. */
export class CheckedFile {
  #bytes = 0;
  #crc = 0;

  private constructor(private readonly handle: Awaited<ReturnType<typeof open>>) {}

  static async create(file: string): Promise<CheckedFile> {
    return new CheckedFile(await open(file, "w"));
  }

  get bytes(): number {
    return this.#bytes;
  }

  async append(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    this.#crc = crc32(bytes, this.#crc);
    this.#bytes += bytes.length;
    await this.handle.write(bytes);
  }

  async close(): Promise<readonly [bytes: number, crc: number]> {
    await this.handle.close();
    return [this.#bytes, this.#crc];
  }
}

/** Declares a segment whole. */
export async function finishSegment(files: SegmentFiles, summary: SegmentSummary): Promise<void> {
  const draft = `${files.summary}.draft`;
  const handle = await open(draft, "w");
  await handle.writeFile(JSON.stringify(summary));
  await handle.close();
  await rename(draft, files.summary);
}

/** The summary of a segment made in this run; nothing where there is none. */
export async function readSummary(files: SegmentFiles): Promise<SegmentSummary | undefined> {
  try {
    return JSON.parse(await readFile(files.summary, "utf8")) as SegmentSummary;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The summary of a segment that an earlier run left, if all its files are as that run wrote them. */
export async function readLeftSummary(files: SegmentFiles): Promise<SegmentSummary | undefined> {
  const summary = await readSummary(files);
  if (summary === undefined) return undefined;
  for (const name of ["entries", "rows", "owners"] as const) {
    const [bytes, crc] = summary.check[name];
    const found = await stat(files[name]).catch(() => undefined);
    if (found?.size !== bytes || crc32(await readFile(files[name])) !== crc) return undefined;
  }
  return summary;
}
