import { CODED_FIELDS } from "../facts/metrics";
import { art12Metrics } from "../facts/monitors";
import { texts } from "../reading";
import { holds, judging } from "../rule";

const OF_THE_EVENT = "@art12.";

export const metricTagsBounded = judging({
  id: "metric-tags-bounded",
  duties: ["Art12", "Art26(6)"],
  title: "Metrics are split by codes, and by nothing of a person",
  why: "A pseudonym, a digest or a case as a tag is personal data that lies 15 months where nobody erases it, and each value is one more series to pay for.",
  fix: "Take the attribute out of group_by; ask the archive for single cases with evidence query.",
  subjects: art12Metrics,
  judge(metric) {
    const wrong = texts(metric, "group_by.path").filter(
      (path) => path.startsWith(OF_THE_EVENT) && !CODED_FIELDS.includes(path),
    );
    return holds(wrong.length === 0, "by codes alone", `split by ${wrong.join(", ")}`);
  },
});
