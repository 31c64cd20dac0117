import { METRICS } from "../facts/metrics";
import { art12Metrics } from "../facts/monitors";
import { flag, text } from "../reading";
import { holds, judging } from "../rule";

export const metricCounts = judging({
  id: "metric-counts",
  duties: ["Art12", "Art72"],
  title: "Metrics of Art 12 log entries count them, or keep the value that their name says",
  why: "A distribution of a value has no data for entries without it, and monitors divide counts; a count of confidences says nothing of them.",
  fix: "Set compute.aggregation_type to count; for art12.confidence to distribution of the confidence, with percentiles.",
  subjects: art12Metrics,
  judge(metric) {
    const type = text(metric, "compute.aggregation_type");
    const wanted = METRICS[text(metric, "name") ?? ""]?.distributionOf;
    if (wanted === undefined) return holds(type === "count", "entries are counted", `aggregated as ${type}`);
    const path = text(metric, "compute.path");
    return holds(
      type === "distribution" && path === wanted && flag(metric, "compute.include_percentiles", false),
      `the values of ${wanted}`,
      `aggregated as ${type} of ${path ?? "entries"}, or without percentiles`,
    );
  },
});
