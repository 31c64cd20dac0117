import { backupVaults, lockOf } from "../facts/backups";
import { any, blocks, number } from "../reading";
import { holds, judging, notApplicable } from "../rule";

export const backupsFitLock = judging({
  id: "backups-fit-lock",
  duties: ["Art17(1)", "Art18(1)"],
  title: "Every backup that is planned fits the lock of its vault",
  why: "A vault refuses a backup that would be kept for less or more than its lock allows: the job fails, and there is none.",
  fix: "Give each rule of the plan a delete_after between min_retention_days and max_retention_days of the vault's lock.",
  subjects: (set) => set.ofType("aws_backup_plan"),
  judge(plan, set) {
    const rules = blocks(plan, "rule").map((rule) => {
      const vault = set.find("aws_backup_vault", any(rule, "target_vault_name"), plan);
      return { days: number(rule, "lifecycle.delete_after"), vault, lock: vault && lockOf(set, vault) };
    });
    if (backupVaults(set).length === 0) return notApplicable("its vault is none of these resources");
    const wrong = rules.filter(
      ({ days, vault, lock }) =>
        !vault || days === undefined || (lock && (days < lock.least || days > lock.longest)),
    );
    return holds(
      rules.length > 0 && wrong.length === 0,
      "every rule fits",
      rules.length === 0
        ? "it has no rule"
        : `${wrong.length} of ${rules.length} rules have another vault, no end, or one that the lock refuses`,
    );
  },
});
