import { art12Metrics } from "../facts/monitors";
import { texts } from "../reading";
import { holds, judging } from "../rule";

const NEEDED = ["ai_system", "env", "model_version"];

export const metricSplit = judging({
  id: "metric-split",
  duties: ["Art72", "Art12"],
  title: "Counts can be told apart by system, environment and model version",
  why: "Without the split, a silent system hides behind a busy one.",
  fix: `Group the metric by ${NEEDED.join(", ")}.`,
  measure: { name: "tags the count is split by", unit: "tags", better: "higher" },
  subjects: art12Metrics,
  judge(metric) {
    const tags = texts(metric, "group_by.path");
    const missing = NEEDED.filter((tag) => !tags.includes(tag));
    return holds(
      missing.length === 0,
      `split by ${tags.join(", ")}`,
      `not split by ${missing.join(", ")}`,
      tags.length,
    );
  },
});
