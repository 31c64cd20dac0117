import { barely, isArt12, metricQuery, partsOf } from "../facts/monitor-query";
import { systemMonitors } from "../facts/monitors";
import { holds, judging } from "../rule";

export const monitorSeesNone = judging({
  id: "monitor-sees-none",
  duties: ["Art72", "Art14"],
  title: "A monitor takes a count of nothing for zero",
  why: "A count of which there is none has no value, and no value makes the whole rate have none: a monitor of too few overrides would be silent when there is no override at all.",
  fix: "Put default_zero(...) round counts that are divided and may be none, where the monitor alerts below, or where several are put together.",
  subjects: systemMonitors,
  judge(monitor) {
    const { expression, comparison } = metricQuery(monitor);
    const { divided, dividedBy } = partsOf(expression);
    const counts = divided.filter(isArt12);
    const matters = counts.length > 1 || (comparison.startsWith("<") && dividedBy.length > 0);
    const empty = matters ? barely(expression).filter((term) => counts.includes(term)) : [];
    return holds(
      empty.length === 0,
      matters ? "none counts as zero" : "nothing hangs on it",
      `no value where there is none: ${[...new Set(empty.map(({ metric }) => metric))].join(", ")}`,
    );
  },
});
