import { lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { bundleMissing } from "../../../errors";
import { digestFile } from "../../export";
import { ALWAYS, isResponseFile, isResponseFolder, RESPONSE_FILES } from "../../respond";
import { PlainFiles, readSumLines, type Listable } from "../plain-files";
import type { ResponseChecks } from "./checks";

const UNSUMMED: readonly string[] = [RESPONSE_FILES.sums, RESPONSE_FILES.signature];
const LISTABLE: Listable = {
  whole: "answer",
  isFile: isResponseFile,
  isSummed: (name) => !UNSUMMED.includes(name),
};

/** The folder of an answer, of which only plain files with an answer's names are ever opened. */
export class ResponseReader extends PlainFiles {
  /** Looks at what is there. Throws UserError when there is no folder of that name. */
  static async open(folder: string, checks: ResponseChecks): Promise<ResponseReader> {
    const present = new Map<string, number>();
    if ((await readdir(folder).catch(() => undefined)) === undefined) throw bundleMissing(folder);
    await look(folder, "", present, checks);
    for (const name of ALWAYS) if (!present.has(name)) checks.fail("layout", "is missing", name);
    return new ResponseReader(folder, present);
  }

  /** Names of all files, or of those below a folder, in order. */
  names(below = ""): string[] {
    return [...this.present.keys()].filter((name) => name.startsWith(below)).sort();
  }
}

/** Links are not followed: they could lead anywhere on the reader's machine. */
async function look(
  folder: string,
  below: string,
  present: Map<string, number>,
  checks: ResponseChecks,
): Promise<void> {
  for (const entry of await readdir(path.join(folder, below), { withFileTypes: true })) {
    const name = below + entry.name;
    if (entry.isDirectory() && isResponseFolder(name)) await look(folder, `${name}/`, present, checks);
    else if (!isResponseFile(name)) {
      const kind = isResponseFolder(name) ? "is not a plain folder (a link or a file)" : "was added: it is not part of an answer"; // prettier-ignore
      checks.fail("layout", kind, name);
    } else if (!entry.isFile()) checks.fail("layout", "is not a plain file (a link or a folder)", name);
    else present.set(name, (await lstat(path.join(folder, name))).size);
  }
}

/** Reads SHA256SUMS strictly. Names that are no plain names of an answer's files are refused, never opened. */
export async function readResponseSums(
  reader: ResponseReader,
  checks: ResponseChecks,
): Promise<ReadonlyMap<string, string>> {
  const sums = await readSumLines(reader, RESPONSE_FILES.sums, LISTABLE, checks);
  if (sums === undefined) return new Map();
  for (const name of reader.names())
    if (!sums.has(name) && !UNSUMMED.includes(name))
      checks.fail("sums-list", "was added: it is not listed", name);
  for (const name of sums.keys())
    if (!reader.has(name)) checks.fail("sums-list", "is missing: it is listed and is not there", name);
  return sums;
}

/** Reads every listed file once and compares it with what was signed. Returns the files that are: only those are looked into. */
export async function checkResponseSums(
  reader: ResponseReader,
  sums: ReadonlyMap<string, string>,
  checks: ResponseChecks,
): Promise<ReadonlySet<string>> {
  const intact = new Set<string>();
  for (const [name, wanted] of sums) {
    if (!reader.has(name)) continue;
    const { sha256 } = await digestFile(name, reader.path(name));
    if (sha256 === wanted) intact.add(name);
    else checks.fail("checksum", `signed was SHA-256 ${wanted}, found is SHA-256 ${sha256}`, name);
  }
  return intact;
}
