import { complianceMonitors } from "../facts/monitors";
import { number } from "../reading";
import { judging, met } from "../rule";

export const monitorDelay = judging({
  id: "monitor-delay",
  duties: ["Art72"],
  title: "A monitor waits no longer than it did before it looks",
  why: "What it waits for has happened already; a new model version is left alone meanwhile.",
  fix: "Keep evaluation_delay and new_group_delay as short as log entries need to arrive.",
  measure: { name: "seconds it waits", unit: "seconds", better: "lower" },
  subjects: complianceMonitors,
  judge(monitor) {
    const seconds = (number(monitor, "evaluation_delay") ?? 0) + (number(monitor, "new_group_delay") ?? 0);
    return met(`waits ${seconds} seconds`, seconds);
  },
});
