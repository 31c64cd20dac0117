import { comparison, systemMonitors } from "../facts/monitors";
import { number } from "../reading";
import { holds, judging, notApplicable, unmet } from "../rule";
import { CannotTell } from "../values";

export const monitorLowerThreshold = judging({
  id: "monitor-lower-threshold",
  duties: ["Art72", "Art14", "Art12"],
  title: "Monitors of too little can alert",
  why: "Nothing is ever below zero: a threshold there is a monitor switched off. What is higher is the plan's choice, and a change of it shows.",
  fix: "Set the threshold in monitoring.thresholds of the system, above 0.",
  measure: { name: "alerts below", unit: "", better: "higher" },
  subjects: systemMonitors,
  judge(monitor) {
    const compared = comparison(monitor);
    if (!compared) throw new CannotTell("the query ends in no comparison with a number");
    if (compared.fires === "above") return notApplicable("it alerts above its threshold");
    const { at } = compared;
    const critical = number(monitor, "monitor_thresholds.critical");
    if (critical !== at) return unmet(`threshold ${critical ?? "missing"} and query ${at} do not agree`, at);
    return holds(at > 0, `alerts below ${at}`, `nothing is ever below ${at}`, at);
  },
});
