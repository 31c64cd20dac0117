import { LogQuerySyntaxError, covers, parseLogQuery } from "../../logquery";
import { METRICS } from "../facts/metrics";
import { art12Metrics } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging, notApplicable } from "../rule";
import { CannotTell } from "../values";

export const metricCountsItsName = judging({
  id: "metric-counts-its-name",
  duties: ["Art72", "Art14"],
  title: "A count counts what its name says, neither more nor less",
  why: "Monitors divide one count by another: a count of too few overrides, or of too many reviews, makes the rate look as planned.",
  fix: "Give the metric the query that the product gives it; count other things under other names.",
  subjects: art12Metrics,
  judge(metric) {
    const wanted = METRICS[text(metric, "name") ?? ""]?.query;
    if (wanted === undefined) return notApplicable("a count of the organisation's own");
    const query = text(metric, "filter.query") ?? "";
    try {
      const [is, needed] = [parseLogQuery(query), parseLogQuery(wanted)];
      const [all, only] = [covers(is, needed), covers(needed, is)];
      if (all.verdict === "unknown" || only.verdict === "unknown")
        throw new CannotTell(all.verdict === "unknown" ? all.reason : only.reason);
      if (all.verdict !== "covers") return holds(false, "", `it counts too few: ${all.reason}`);
      return holds(only.verdict === "covers", "it does", `it counts too many: ${only.reason}`);
    } catch (error) {
      if (error instanceof LogQuerySyntaxError)
        throw new CannotTell(`the query cannot be read: ${error.message}`);
      throw error;
    }
  },
});
