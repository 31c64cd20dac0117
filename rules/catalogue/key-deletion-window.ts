import { allKeys } from "../facts/keys";
import { number } from "../reading";
import { holds, judging } from "../rule";

/** The longest that KMS offers, and its default: the days in which a deletion can be called off. */
const LONGEST_WINDOW_DAYS = 30;

export const keyDeletionWindow = judging({
  id: "key-deletion-window",
  duties: ["Art12", "Art19(1)"],
  title: `The deletion of a key can be called off for ${LONGEST_WINDOW_DAYS} days`,
  why: "Deleting the key destroys what it encrypted, locked or not: the window is what remains to notice it.",
  fix: `Set deletion_window_in_days to ${LONGEST_WINDOW_DAYS}.`,
  measure: { name: "days a deletion can be called off", unit: "days", better: "higher" },
  subjects: allKeys,
  judge(key) {
    const days = number(key, "deletion_window_in_days") ?? LONGEST_WINDOW_DAYS;
    return holds(
      days >= LONGEST_WINDOW_DAYS,
      `${days} days`,
      `${days} days, ${LONGEST_WINDOW_DAYS} at the most are offered`,
      days,
    );
  },
});
