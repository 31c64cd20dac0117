import { backupVaults } from "../facts/backups";
import { belonging } from "../facts/stores";
import { number } from "../reading";
import { judging, met, notApplicable } from "../rule";

/** A lock that is never final: as long as AWS lets a backup be kept at all. */
const FOR_EVER = 36_500;

export const backupLockFinal = judging({
  id: "backup-lock-final",
  duties: ["Art17(1)", "Art18(1)"],
  title: "A lock of backups becomes final no later than it did",
  why: "Until then, and for ever where changeable_for_days is not set, whoever may change it can take it away; which it is, is the environment's choice.",
  fix: "Put changeable_for_days back: it comes from lock.mode of the environment.",
  measure: { name: "days in which the lock can be taken away", unit: "days", better: "lower" },
  subjects: backupVaults,
  judge(vault, set) {
    const lock = belonging(set, vault, "aws_backup_vault_lock_configuration", "backup_vault_name");
    if (!lock) return notApplicable("it has no lock, as another rule says");
    const days = number(lock, "changeable_for_days") ?? FOR_EVER;
    return met(days === FOR_EVER ? "it can be taken away for ever" : `final after ${days} days`, days);
  },
});
