import { mkdtemp, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { ArchiveSource, ObjectVersion } from "../archive";
import { stageObjects, type Staged } from "../export/stage";

/** Versions fetched together; their files stay until the next ones are asked for. */
const BATCH = 8;

/** Fetches versions into folders below `work`, some at a time, and gives them in order. */
export async function* fetched(
  source: ArchiveSource,
  versions: readonly ObjectVersion[],
  work: string,
): AsyncGenerator<Staged> {
  await mkdir(work, { recursive: true });
  for (let at = 0; at < versions.length; at += BATCH) {
    const folder = await mkdtemp(path.join(work, "fetched-"));
    try {
      yield* stageObjects(source, versions.slice(at, at + BATCH), folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
