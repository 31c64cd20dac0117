import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { readObject, type ArchivedEntry, type ArchiveSource, type ObjectVersion } from "../archive";
import { fetched } from "./fetched";
import { IndexWriter } from "./index-writer";

/** An object version as it was read. */
export type Gathered =
  | {
      readonly version: ObjectVersion;
      readonly bytes: number;
      readonly sha256: string;
      /** Log entries in it. */
      readonly entries: number;
    }
  | { readonly version: ObjectVersion; readonly unreadable: string };

/** Fetches versions one after the other; their entries are handed on as they are read, before the version is yielded. */
export async function* gather(
  source: ArchiveSource,
  versions: readonly ObjectVersion[],
  folder: string,
  onEntry: (version: ObjectVersion, entry: ArchivedEntry) => void,
): AsyncGenerator<Gathered> {
  for await (const staged of fetched(source, versions, folder)) {
    const { version } = staged;
    if ("unreadable" in staged) {
      yield { version, unreadable: staged.unreadable };
      continue;
    }
    let entries = 0;
    // What is wrong in an object is for the export to name; a seal fixes its bytes as they are.
    const finding = () => undefined;
    const entry = (found: ArchivedEntry) => {
      entries++;
      onEntry(version, found);
    };
    await readObject(staged.file, version, { entry, finding });
    yield { version, bytes: staged.bytes, sha256: staged.sha256, entries };
  }
}

/** Opens an index in a new folder below `work`, does something with it, and removes both. */
export async function withIndex<Result>(
  work: string,
  action: (index: IndexWriter) => Promise<Result>,
): Promise<Result> {
  await mkdir(work, { recursive: true });
  const folder = await mkdtemp(path.join(work, "index-"));
  const index = await IndexWriter.open(folder);
  try {
    return await action(index);
  } finally {
    index.close();
    await rm(folder, { recursive: true, force: true });
  }
}
