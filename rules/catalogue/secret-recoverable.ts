import { secrets } from "../facts/stores";
import { number } from "../reading";
import { holds, judging } from "../rule";

/** What AWS takes where nothing is written, and the longest it offers. */
const DEFAULT_DAYS = 30;

export const secretRecoverable = judging({
  id: "secret-recoverable",
  duties: ["Art17(1)"],
  title: "The deletion of a secret can be called off",
  why: "Without their logins gate and MLflow stop at the next start.",
  fix: `Set recovery_window_in_days to ${DEFAULT_DAYS}.`,
  measure: { name: "days to call it off", unit: "days", better: "higher" },
  subjects: secrets,
  judge(secret) {
    const days = number(secret, "recovery_window_in_days") ?? DEFAULT_DAYS;
    return holds(days > 0, `${days} days`, "it is deleted at once", days);
  },
});
