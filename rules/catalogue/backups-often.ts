import { backedUp } from "../facts/stores";
import { planOf, selectionsOf } from "../facts/backups";
import { blocks, number, text } from "../reading";
import { holds, judging, unmet } from "../rule";

/** AWS's form of a schedule, and of one that comes every day of the year. */
const CRON = /^cron\(\S+( \S+){5}\)$/;
const DAILY = /^cron\(\d+ [\d,/*-]+ (\*|\?) \* (\?|\*) \*\)$/;

export const backupsOften = judging({
  id: "backups-often",
  duties: ["Art17(1)", "Art18(1)"],
  title: "Database and artifacts are backed up every day, into a vault of their own",
  why: "A registry put back to yesterday, or an artifact replaced, is compared with what lies out of reach of who did it.",
  fix: "Name database and bucket in the selection of a backup plan with a daily rule.",
  measure: { name: "days the longest backup is kept", unit: "days", better: "higher" },
  subjects: backedUp,
  judge(store, set) {
    const plans = selectionsOf(set, store).flatMap((selection) => planOf(set, selection) ?? []);
    if (plans.length === 0) return unmet("no backup plan selects it");
    const rules = plans
      .flatMap((plan) => blocks(plan, "rule"))
      .filter((rule) => CRON.test(text(rule, "schedule") ?? ""));
    const daily = rules.filter((rule) => DAILY.test(text(rule, "schedule") ?? ""));
    const longest = Math.max(0, ...rules.map((rule) => number(rule, "lifecycle.delete_after") ?? 0));
    return holds(
      daily.length > 0,
      `every day, for up to ${longest} days`,
      "no rule makes one every day",
      longest,
    );
  },
});
