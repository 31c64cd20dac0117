import { complianceMonitors, tagOf } from "../facts/monitors";
import { any, texts } from "../reading";
import { holds, judging } from "../rule";

export const monitorNotMuted = judging({
  id: "monitor-not-muted",
  duties: ["Art72", "Art26(5)"],
  title: "No downtime mutes a monitor",
  why: "A muted monitor alerts nobody, and the plan says it does.",
  fix: "Take the downtime out; for maintenance, set one with an end, by hand, and record why.",
  subjects: complianceMonitors,
  judge(monitor, set) {
    const muting = set.ofType("datadog_downtime_schedule", "datadog_downtime").filter((downtime) => {
      const named = any(downtime, "monitor_identifier.monitor_id") ?? any(downtime, "monitor_id");
      if (named !== undefined) return set.find("datadog_monitor", named, downtime) === monitor;
      const tags = [
        ...texts(downtime, "monitor_identifier.monitor_tags"),
        ...texts(downtime, "monitor_tags"),
      ];
      return (
        tags.length === 0 ||
        tags.every((tag) => tag === "*" || tagOf(monitor, tag.split(":")[0] ?? "") === tag.split(":")[1])
      );
    });
    return holds(
      muting.length === 0,
      "not muted",
      `muted by ${muting.map(({ address }) => address).join(", ")}`,
    );
  },
});
