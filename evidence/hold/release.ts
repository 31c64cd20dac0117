import type { HeldBucket, ListedVersion } from "./held-bucket";
import type { Hold, HoldBook } from "./hold-book";
import { holdVersions, type AreaOutcome, type HoldProgress } from "./hold-versions";
import { areasOf, covers, type Area } from "./scope";

/** Holds in force but the one named. */
function othersInForce({ holds }: HoldBook, id: string): readonly Hold[] {
  return holds.filter((hold) => hold.id !== id && hold.released === undefined);
}

/** What a release came to. */
export interface ReleaseOutcome {
  readonly areas: readonly AreaOutcome[];
  /** Holds that were placed while the release ran, and were set once more for that reason. */
  readonly setAgain: readonly string[];
}

export interface ReleaseOptions {
  readonly askFirst: boolean;
  readonly onProgress?: (progress: HoldProgress) => void;
}

/**
 * Takes a released hold off every version that no other hold in force covers. Deletes nothing.
 *
 * A hold that is placed meanwhile has its record before its first legal hold, so that reading the records once more at
 * the end finds each whose holds may have been taken off again by us: those are set once more.
 *
 * @param read reads the holds as they are now
 */
export async function takeOff(
  hold: Hold,
  bucket: HeldBucket,
  read: () => Promise<HoldBook>,
  { askFirst, onProgress }: ReleaseOptions,
): Promise<ReleaseOutcome> {
  const others = othersInForce(await read(), hold.id);
  const keptAreas = others.flatMap((other) => areasOf(other));
  const keep = (version: ListedVersion) => keptAreas.some((area) => covers(area, version));
  const areas: AreaOutcome[] = [];
  const progress = onProgress && { onProgress };
  for (const area of areasOf(hold))
    areas.push(await holdVersions(bucket, area, { held: false, askFirst, keep, ...progress }));
  const known = new Set(others.map(({ id }) => id));
  const fresh = othersInForce(await read(), hold.id).filter(({ id }) => !known.has(id));
  for (const area of fresh.flatMap((each): readonly Area[] => areasOf(each)))
    await holdVersions(bucket, area, { held: true, askFirst: true, ...progress });
  return { areas, setAgain: fresh.map(({ id }) => id) };
}
