import { restoreTierNotOffered } from "../../errors";
import { readAhead, UnreadableObject } from "../archive";
import { RESTORE_TIERS } from "../cost";
import { AT_ONCE, type ColdStorage, type RestoreWish } from "./cold-storage";
import type { ColdVersion } from "./cold-versions";
import { type OnVersion, type RestoreUnknown } from "./survey";
import { waitOf } from "./waits";

/** A version for which no restore could be asked. */
export type RestoreFailure = RestoreUnknown;

/** What asking came to. */
export interface Asked {
  /** Taken on by S3 now. */
  readonly asked: number;
  /** Somebody else had asked meanwhile. */
  readonly underWay: number;
  readonly restored: number;
  readonly failures: readonly RestoreFailure[];
}

/**
 * Asks for the restore of each version, some at a time. Doing it again does no harm. Throws UserError before anything is
 * asked when a class is not restored so fast, and in between for a fault of the environment.
 */
export async function askForRestores(
  versions: readonly ColdVersion[],
  storage: ColdStorage,
  wish: RestoreWish,
  onVersion: OnVersion = () => undefined,
): Promise<Asked> {
  mustBeOffered(versions, wish);
  const counts = { asked: 0, "under-way": 0, restored: 0 };
  const failures: RestoreFailure[] = [];
  let done = 0;
  for await (const answer of readAhead(versions, AT_ONCE, (version) => ask(version, storage, wish))) {
    onVersion(++done, versions.length);
    if (typeof answer === "string") counts[answer] += 1;
    else failures.push(answer);
  }
  return { asked: counts.asked, underWay: counts["under-way"], restored: counts.restored, failures };
}

function mustBeOffered(versions: readonly ColdVersion[], { tier }: RestoreWish): void {
  for (const storageClass of new Set(versions.map((version) => version.storageClass))) {
    if (waitOf(storageClass, tier) !== undefined) continue;
    const offered = RESTORE_TIERS.filter((other) => waitOf(storageClass, other) !== undefined);
    throw restoreTierNotOffered(tier, storageClass, offered);
  }
}

async function ask(version: ColdVersion, storage: ColdStorage, wish: RestoreWish) {
  try {
    return await storage.ask(version, wish);
  } catch (error) {
    if (!(error instanceof UnreadableObject)) throw error;
    return { key: error.key, version_id: error.versionId, reason: error.reason };
  }
}
