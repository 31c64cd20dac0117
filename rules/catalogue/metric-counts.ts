import { art12Metrics } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging } from "../rule";

export const metricCounts = judging({
  id: "metric-counts",
  duties: ["Art12", "Art72"],
  title: "Metrics of Art 12 log entries count them",
  why: "A distribution of a value has no data for entries without it, and monitors divide counts.",
  fix: "Set compute.aggregation_type to count.",
  subjects: art12Metrics,
  judge(metric) {
    const type = text(metric, "compute.aggregation_type");
    return holds(type === "count", "entries are counted", `aggregated as ${type}`);
  },
});
