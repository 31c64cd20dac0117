import { backupVaults, lockOf } from "../facts/backups";
import { flag } from "../reading";
import { holds, judging, unmet } from "../rule";

/** What the product lays down: the same as RDS keeps itself. */
const DAYS = 35;

export const backupsLocked = judging({
  id: "backups-locked",
  duties: ["Art17(1)", "Art18(1)"],
  title: `No backup is deleted in its first ${DAYS} days`,
  why: "Whoever may change the registry may not also be the one who removes what it was before.",
  fix: `Give the backup vault a lock with min_retention_days of ${DAYS}.`,
  measure: { name: "days a backup is locked", unit: "days", better: "higher" },
  subjects: backupVaults,
  judge(vault, set) {
    if (flag(vault, "force_destroy", false)) return unmet("Terraform may delete it with its backups");
    const lock = lockOf(set, vault);
    if (!lock) return unmet("it has no lock");
    return holds(
      lock.least >= DAYS,
      `locked for ${lock.least} days`,
      `locked for ${lock.least} days, ${DAYS} at the least`,
      lock.least,
    );
  },
});
