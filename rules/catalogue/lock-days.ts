import { LOG_RETENTION } from "../../regulation";
import { evidenceBuckets, daysLocked } from "../facts/buckets";
import { holds, judging } from "../rule";

const { floorDays } = LOG_RETENTION;

export const lockDays = judging({
  id: "lock-days",
  duties: ["Art19(1)", "Art26(6)"],
  title: `The log is locked for at least ${floorDays} days`,
  why: "A lock that ends earlier lets the log be removed while it must still be there; a longer one is the environment's choice, with a basis.",
  fix: "Raise retention.log.days of the environment.",
  measure: { name: "days locked", unit: "days", better: "higher" },
  subjects: evidenceBuckets,
  judge(bucket, set) {
    const days = daysLocked(set, bucket);
    return holds(
      days >= floorDays,
      `locked for ${days} days`,
      `locked for ${days} days, ${floorDays} at the least`,
      days,
    );
  },
});
