import { any, number, text } from "../reading";
import { holds, judging } from "../rule";
import { isLeftToProvider } from "../values";

/** What is looked into after an incident is noticed weeks later. */
const LEAST_DAYS = 30;

export const programLogsKept = judging({
  id: "program-logs-kept",
  duties: ["Art17(1)"],
  title: "Logs of the service's programs are kept for a while, and not for ever",
  why: "They show how a decision came about; and they name people, so that they need an end (data protection).",
  fix: "Set logDays of mlflow.service.",
  measure: { name: "days logs are kept", unit: "days", better: "higher" },
  subjects: (set) => set.ofType("aws_cloudwatch_log_group"),
  judge(group) {
    // Zero is the provider's word for ever.
    const days = number(group, "retention_in_days") ?? 0;
    // AWS keeps nothing of this class: it passes on, and forgets within a day or two, whatever the days are.
    // Which class nobody declares is AWS's own, STANDARD.
    if (!isLeftToProvider(any(group, "log_group_class")) && text(group, "log_group_class") === "DELIVERY")
      return holds(false, "", "they are passed on, not kept");
    if (days === 0) return holds(false, "", "they are kept for ever");
    return holds(
      days >= LEAST_DAYS,
      `kept ${days} days`,
      `kept ${days} days, ${LEAST_DAYS} at the least`,
      days,
    );
  },
});
