import { complianceMonitors } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging } from "../rule";

/** Datadog's handles: `@slack-team`, `@webhook-register`, `@somebody@example.org`. */
const HANDLE = /(?:^|\s)@[\w.+-]+/g;

export const monitorNotifies = judging({
  id: "monitor-notifies",
  duties: ["Art72", "Art26(5)"],
  title: "Monitors name whom they notify",
  why: "An alert that goes to nobody is seen by nobody.",
  fix: "Name a handle in monitoring.notify of the system.",
  measure: { name: "handles notified", unit: "handles", better: "higher" },
  subjects: complianceMonitors,
  judge(monitor) {
    const handles = (text(monitor, "message") ?? "").match(HANDLE) ?? [];
    return holds(
      handles.length > 0,
      `notifies ${handles.map((handle) => handle.trim()).join(", ")}`,
      "the message names nobody",
      handles.length,
    );
  },
});
