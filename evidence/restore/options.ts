import { RESTORE_TIERS, restoreCost, type RestoreClass, type RestoreCost, type RestoreTier } from "../cost";
import type { ClassSurvey } from "./survey";
import { waitOf, type Wait } from "./waits";

/** One way to restore what is archived of a class. */
export interface RestoreOption {
  readonly storageClass: RestoreClass;
  readonly tier: RestoreTier;
  readonly objects: number;
  readonly bytes: number;
  readonly wait: Wait;
  /** Null where the region has no prices. */
  readonly cost: RestoreCost | null;
}

/** Every way to restore what is archived, with its waiting time and cost; copies live for `days`. */
export function restoreOptions(
  classes: readonly ClassSurvey[],
  region: string,
  days: number,
): readonly RestoreOption[] {
  return classes
    .filter(({ archived }) => archived.objects > 0)
    .flatMap(({ storageClass, archived }) =>
      RESTORE_TIERS.flatMap((tier) => {
        const wait = waitOf(storageClass, tier);
        if (wait === undefined) return [];
        const cost = restoreCost(region, storageClass, tier, archived, days) ?? null;
        return [{ storageClass, tier, ...archived, wait, cost }];
      }),
    );
}
