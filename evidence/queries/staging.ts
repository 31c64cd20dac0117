import { createReadStream, createWriteStream } from "node:fs";
import { link, mkdir } from "node:fs/promises";
import path from "node:path";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import {
  gunzip,
  LineSplitter,
  type ArchiveSource,
  type Finding,
  type GunzipEnd,
  type Inventory,
} from "../archive";
import { isLate, keyBelow } from "../archive/layout";
import { stageObjects } from "../export/stage";

/** What an object is found to be when its compressed data does not end as it should. */
const BROKEN: Readonly<Partial<Record<GunzipEnd, string>>> = {
  empty: "object-empty",
  "not-gzip": "object-not-gzip",
  truncated: "gzip-truncated",
  corrupt: "gzip-corrupt",
  "trailing-garbage": "gzip-trailing-garbage",
};

/** Objects as local files, and what was wrong with them. */
export interface StagedArchive {
  /** Matches all files. They lie in `dt=.../hour=...` folders, each version of an object below a folder of its own. */
  readonly glob: string;
  readonly files: number;
  readonly bytes: number;
  readonly findings: readonly Finding[];
}

/**
 * Fetches all versions of an inventory into `folder`. DuckDB reads a half-written object up to the break without a word
 * and refuses the whole query for a damaged one: so each is unpacked once here, and of a broken one only the whole
 * lines before the break are kept, with a finding.
 */
export async function stageArchive(
  source: ArchiveSource,
  archivePath: string,
  { versions }: Inventory,
  folder: string,
  onObject: (done: number) => void,
): Promise<StagedArchive> {
  const findings: Finding[] = [];
  const seen = new Map<string, number>();
  let [done, files, bytes] = [0, 0, 0];
  for await (const staged of stageObjects(source, versions, path.join(folder, "fetched"))) {
    const { key, versionId } = staged.version;
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    onObject(++done);
    if ("unreadable" in staged) {
      findings.push({ code: "object-unreadable", key, version_id: versionId, reason: staged.unreadable });
      continue;
    }
    const version = isLate(key) ? `late-${ordinal}` : `${ordinal}`;
    const target = path.join(folder, "objects", version, keyBelow(archivePath, key));
    await mkdir(path.dirname(target), { recursive: true });
    const code = await keepWholeLines(staged.file, target);
    if (code !== undefined)
      findings.push({ code, key, version_id: versionId, reason: "whole lines before the break were read" });
    files += 1;
    bytes += staged.bytes;
  }
  return { glob: path.join(folder, "objects", "*", "dt=*", "hour=*", "*.json.gz"), files, bytes, findings };
}

/** Puts the object at `target`; returns what is wrong with it, if anything is. */
async function keepWholeLines(file: string, target: string): Promise<string | undefined> {
  const open = () => createReadStream(file);
  const code = BROKEN[await gunzip(open, () => true)];
  if (code === undefined) {
    // A second name, not a copy.
    await link(file, target);
    return undefined;
  }
  const gzip = createGzip();
  const written = finished(gzip.pipe(createWriteStream(target)));
  // A line that cannot be taken stays a line, so that it is counted among the damaged.
  const splitter = new LineSplitter((line) => void gzip.write("text" in line ? `${line.text}\n` : "?\n"));
  await gunzip(open, (bytes) => {
    splitter.push(bytes);
    return true;
  });
  if (code === "gzip-trailing-garbage") splitter.finish();
  gzip.end();
  await written;
  return code;
}
