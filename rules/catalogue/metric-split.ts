import { art12Metrics } from "../facts/monitors";
import { blocks, text } from "../reading";
import { holds, judging } from "../rule";

const NEEDED = ["ai_system", "env", "event_type", "model_version"];

export const metricSplit = judging({
  id: "metric-split",
  duties: ["Art72", "Art12"],
  title: "Counts can be told apart by system, environment, type of event and model version",
  why: "Without the split, a silent system hides behind a busy one, and errors behind everything else.",
  fix: `Group the metric by ${NEEDED.join(", ")}, each under its own name.`,
  measure: { name: "tags the count is split by", unit: "tags", better: "higher" },
  subjects: art12Metrics,
  judge(metric) {
    // Monitors know a tag by the name it gets in the metric.
    const tags = blocks(metric, "group_by").flatMap((group) => {
      const path = text(group, "path");
      return path !== undefined && (text(group, "tag_name") ?? path) === path ? [path] : [];
    });
    const missing = NEEDED.filter((tag) => !tags.includes(tag));
    return holds(
      missing.length === 0,
      `split by ${tags.join(", ")}`,
      `not split by ${missing.join(", ")}`,
      tags.length,
    );
  },
});
