import { metricTerms } from "../../logquery";
import { isArt12, metricQuery } from "../facts/monitor-query";
import { art12Metrics, systemMonitors } from "../facts/monitors";
import { flag, text } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const monitorReadsCounts = judging({
  id: "monitor-reads-counts",
  duties: ["Art72"],
  title: "Monitors read metrics that are there",
  why: "A monitor on a metric that nobody makes is silent for ever, and looks healthy.",
  fix: "Deploy the organisation's stack, or correct the metric's name in the query. Where another program makes the metric, let the monitor notify when there is no data.",
  subjects: systemMonitors,
  judge(monitor, set) {
    const terms = metricTerms(metricQuery(monitor).expression);
    const others = [...new Set(terms.filter((term) => !isArt12(term)).map(({ metric }) => metric))];
    if (others.length > 0)
      return holds(
        flag(monitor, "notify_no_data", false),
        `says so when ${others.join(", ")} stops`,
        `silent when ${others.join(", ")} stops, which another program makes`,
      );
    const metrics = art12Metrics(set);
    if (metrics.length === 0 && !set.whole)
      throw new CannotTell("no log metric is in these resources; they may be in another stack");
    const names = metrics.map((metric) => text(metric, "name"));
    const wanted = [...new Set(terms.map(({ metric }) => metric))];
    const missing = wanted.filter((name) => !names.includes(name));
    return holds(
      wanted.length > 0 && missing.length === 0,
      `reads ${wanted.join(", ")}`,
      wanted.length === 0 ? "reads no count of Art 12 log entries" : `nobody makes ${missing.join(", ")}`,
    );
  },
});
