import { readFile } from "node:fs/promises";
import path from "node:path";
import type { CheckList } from "./check";

/** Largest JSON or text file that is read into memory, in bytes. */
const MAX_TEXT_BYTES = 256 * 1024 * 1024;

/** What a reader knows of the files in front of it: plain ones only, with names that belong there. */
export class PlainFiles {
  /** @param present sizes in bytes by name */
  protected constructor(
    readonly folder: string,
    protected readonly present: ReadonlyMap<string, number>,
  ) {}

  has(name: string): boolean {
    return this.present.has(name);
  }

  bytes(name: string): number {
    return this.present.get(name) ?? 0;
  }

  /** Path of a file that is there. */
  path(name: string): string {
    if (!this.present.has(name)) throw new Error(`${name} is not a plain file that belongs here`);
    return path.join(this.folder, name);
  }

  /** The bytes of a small file, or undefined if it is not there or too large to be read. */
  async read(name: string): Promise<Buffer | undefined> {
    if (!this.has(name) || this.bytes(name) > MAX_TEXT_BYTES) return undefined;
    return readFile(this.path(name));
  }
}

/** Which names a list of sums may have. */
export interface Listable {
  /** What the files make up, for people. */
  readonly whole: "bundle" | "answer";
  readonly isFile: (name: string) => boolean;
  /** Whether the list may have it: it does not list itself, nor its signature. */
  readonly isSummed: (name: string) => boolean;
}

const SUM_LINE = /^([0-9a-f]{64}) [ *](.+)$/;

/**
 * Reads SHA256SUMS strictly: digests by name. Names that do not belong are refused, never opened.
 * @returns nothing when it cannot be read
 */
export async function readSumLines(
  files: PlainFiles,
  list: string,
  { whole, isFile, isSummed }: Listable,
  checks: Pick<CheckList<"sums-list">, "fail" | "cannotTell">,
): Promise<ReadonlyMap<string, string> | undefined> {
  const bytes = await files.read(list);
  if (bytes === undefined) {
    checks.cannotTell("sums-list", "it cannot be read", list);
    return undefined;
  }
  const sums = new Map<string, string>();
  const fail = (reason: string) => checks.fail("sums-list", reason, list);
  const lines = bytes.toString("utf8").split("\n");
  if (lines.pop() !== "") fail("its last line does not end");
  lines.forEach((line, index) => {
    const [, sha256, name] = SUM_LINE.exec(line) ?? [];
    if (sha256 === undefined || name === undefined) fail(`line ${index + 1} is not a digest and a name`);
    else if (!isFile(name))
      fail(
        `line ${index + 1} names ${JSON.stringify(name.slice(0, 80))}, which is no file of ${WHOLE[whole]}`,
      );
    else if (!isSummed(name) || sums.has(name)) fail(`line ${index + 1} names ${name} again or wrongly`);
    else sums.set(name, sha256);
  });
  return sums;
}

const WHOLE = { bundle: "a bundle", answer: "an answer" } as const;
