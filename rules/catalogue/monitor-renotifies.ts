import { complianceMonitors } from "../facts/monitors";
import { number } from "../reading";
import { holds, judging } from "../rule";

export const monitorRenotifies = judging({
  id: "monitor-renotifies",
  duties: ["Art72"],
  title: "An alert that goes on is said again",
  why: "One message at night is easily missed.",
  fix: "Set renotify_interval to a number of minutes above 0.",
  measure: { name: "minutes until it is said again", unit: "minutes", better: "lower" },
  subjects: complianceMonitors,
  judge(monitor) {
    const minutes = number(monitor, "renotify_interval") ?? 0;
    return minutes > 0
      ? holds(true, `said again after ${minutes} minutes`, "", minutes)
      : holds(false, "", "said once only");
  },
});
