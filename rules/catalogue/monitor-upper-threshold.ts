import { metricQuery, partsOf } from "../facts/monitor-query";
import { comparison, systemMonitors } from "../facts/monitors";
import { number } from "../reading";
import { holds, judging, notApplicable, unmet } from "../rule";
import { CannotTell } from "../values";

export const monitorUpperThreshold = judging({
  id: "monitor-upper-threshold",
  duties: ["Art72", "Art14"],
  title: "Monitors of too much can alert",
  why: "A rate is never above one: a threshold there is a monitor switched off. What is lower is the plan's choice, and a change of it shows.",
  fix: "Set the threshold in monitoring.thresholds of the system, below 1 for a rate.",
  measure: { name: "alerts above", unit: "", better: "lower" },
  subjects: systemMonitors,
  judge(monitor) {
    const compared = comparison(monitor);
    if (!compared) throw new CannotTell("the query ends in no comparison with a number");
    if (compared.fires === "below") return notApplicable("it alerts below its threshold");
    const { at } = compared;
    const critical = number(monitor, "monitor_thresholds.critical");
    if (critical !== at) return unmet(`threshold ${critical ?? "missing"} and query ${at} do not agree`, at);
    const isRate = partsOf(metricQuery(monitor).expression).dividedBy.length > 0;
    return holds(!isRate || at < 1, `alerts above ${at}`, `a rate is never above ${at}`, at);
  },
});
