import { art12Metrics, complianceMonitors } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const monitorReadsCounts = judging({
  id: "monitor-reads-counts",
  duties: ["Art72"],
  title: "Monitors read metrics that are there",
  why: "A monitor on a metric that nobody makes is silent for ever, and looks healthy.",
  fix: "Deploy the organisation's stack, or correct the metric's name in the query.",
  subjects: complianceMonitors,
  judge(monitor, set) {
    const metrics = art12Metrics(set);
    const query = text(monitor, "query") ?? "";
    const read = [...new Set([...query.matchAll(/:(art12\.[\w.]*\w)\{/g)].map(([, name = ""]) => name))];
    if (metrics.length === 0 && !set.whole)
      throw new CannotTell("no log metric is in these resources; they may be in another stack");
    const names = metrics.map((metric) => text(metric, "name"));
    const missing = read.filter((name) => !names.includes(name));
    return holds(
      read.length > 0 && missing.length === 0,
      `reads ${read.join(", ")}`,
      read.length === 0 ? "reads no count of Art 12 log entries" : `nobody makes ${missing.join(", ")}`,
    );
  },
});
