import { daysLocked, vaultBuckets } from "../facts/buckets";
import { archiveTableOf, parameter } from "../facts/tables";
import { holds, judging, notApplicable } from "../rule";
import { CannotTell } from "../values";

export const archiveTableDays = judging({
  id: "archive-table-days",
  duties: ["Art19(1)", "Art21", "Art26(6)"],
  title: "Queries reach back as far as the log is kept",
  why: "Days before the table's first are in the vault and in no answer.",
  fix: "Let projection.dt.range begin as many days ago as the lock holds, and end now.",
  measure: { name: "days queries reach back", unit: "days", better: "higher" },
  subjects: vaultBuckets,
  judge(bucket, set) {
    const table = archiveTableOf(set, bucket);
    if (!table) return notApplicable("no table reads the vault's archive, as another rule says");
    const range = parameter(table, "projection.dt.range") ?? "";
    const [, days] = /^NOW-(\d+)DAYS,NOW$/.exec(range) ?? [];
    if (days === undefined) throw new CannotTell("projection.dt.range is not of the form NOW-nDAYS,NOW");
    const locked = daysLocked(set, bucket);
    return holds(
      Number(days) >= locked,
      `${days} days`,
      `${days} days, the lock holds for ${locked}`,
      Number(days),
    );
  },
});
