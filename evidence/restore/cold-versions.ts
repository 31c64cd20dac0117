import { takeInventory, type ObjectVersion } from "../archive";
import { needsRestore, type RestoreClass } from "../cost";
import type { Archive } from "../export";
import { windowDays, type Period } from "../export/period";

/** A version that cannot be read until a copy of it is restored. */
export interface ColdVersion extends ObjectVersion {
  readonly storageClass: RestoreClass;
}

/** What an export of a period would read, as far as it is cold. */
export interface ColdWindow {
  readonly firstDay: string;
  readonly lastDay: string;
  /** All object versions of these days, cold or not. */
  readonly objectVersions: number;
  readonly cold: readonly ColdVersion[];
}

/**
 * The object versions an export of the period would read that lie in a class from which nothing is read unrestored. The
 * archive access tiers of INTELLIGENT_TIERING are not among them: no listing tells them. Throws UserError.
 */
export async function coldVersions(period: Period, { source, path }: Archive): Promise<ColdWindow> {
  const days = windowDays(period);
  const { versions } = await takeInventory(source, path, days);
  return {
    firstDay: days[0]!,
    lastDay: days[days.length - 1]!,
    objectVersions: versions.length,
    cold: versions.filter(isCold),
  };
}

function isCold(version: ObjectVersion): version is ColdVersion {
  return needsRestore(version.storageClass);
}
