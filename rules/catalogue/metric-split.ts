import { METRICS, SPLIT_BY } from "../facts/metrics";
import { art12Metrics } from "../facts/monitors";
import { blocks, text } from "../reading";
import { holds, judging } from "../rule";

export const metricSplit = judging({
  id: "metric-split",
  duties: ["Art72", "Art12"],
  title: "Counts can be told apart by system, environment, type of event and model version",
  why: "Without the split, a silent system hides behind a busy one, and errors behind everything else.",
  fix: `Group the metric by ${SPLIT_BY.join(", ")}, each under its own name, and by the code that the metric is about.`,
  measure: { name: "tags the count is split by", unit: "tags", better: "higher" },
  subjects: art12Metrics,
  judge(metric) {
    // Monitors know a tag by the name it gets in the metric.
    const tags = blocks(metric, "group_by").flatMap((group) => {
      const path = text(group, "path");
      return path === undefined ? [] : [{ tag: text(group, "tag_name") ?? path, path }];
    });
    const also = METRICS[text(metric, "name") ?? ""]?.also ?? {};
    const needed = [...SPLIT_BY.map((tag) => [tag, tag]), ...Object.entries(also)];
    const missing = needed.filter(([tag, from]) => !tags.some((is) => is.tag === tag && is.path === from));
    return holds(
      missing.length === 0,
      `split by ${tags.map(({ tag }) => tag).join(", ")}`,
      `not split by ${missing.map(([tag]) => tag).join(", ")}`,
      tags.length,
    );
  },
});
