import { complianceMonitors } from "../facts/monitors";
import { flag, number, texts } from "../reading";
import type { Resource } from "../resource";
import { holds, judging, unmet } from "../rule";

export const monitorRenotifies = judging({
  id: "monitor-renotifies",
  duties: ["Art72"],
  title: "An alert that goes on is said again",
  why: "One message at night is easily missed.",
  fix: "Set renotify_interval to a number of minutes above 0, for alerts and, where it speaks of silence, for no data.",
  measure: { name: "minutes until it is said again", unit: "minutes", better: "lower" },
  subjects: complianceMonitors,
  judge(monitor) {
    const minutes = number(monitor, "renotify_interval") ?? 0;
    const hours = number(monitor, "timeout_h") ?? 0;
    if (hours > 0) return unmet(`it resolves by itself after ${hours} hours`);
    const statuses = texts(monitor, "renotify_statuses");
    // Where none is named, all are meant.
    const silent =
      statuses.length === 0 ? [] : wanted(monitor).filter((status) => !statuses.includes(status));
    if (silent.length > 0) return unmet(`not said again: ${silent.join(", ")}`);
    return minutes > 0
      ? holds(true, `said again after ${minutes} minutes`, "", minutes)
      : holds(false, "", "said once only");
  },
});

const wanted = (monitor: Resource): readonly string[] =>
  flag(monitor, "notify_no_data", false) ? ["alert", "no data"] : ["alert"];
