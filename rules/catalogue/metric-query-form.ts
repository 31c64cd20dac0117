import { LogQuerySyntaxError, parseLogQuery } from "../../logquery";
import { art12Metrics } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

export const metricQueryForm = judging({
  id: "metric-query-form",
  duties: ["Art12", "Art72"],
  title: "The query of a metric can be read",
  why: "Datadog refuses a query that it cannot read in the middle of an apply, and one that nobody else can read is reviewed by nobody.",
  fix: "Correct the query at the place that is named.",
  subjects: art12Metrics,
  judge(metric) {
    try {
      parseLogQuery(text(metric, "filter.query") ?? "");
      return holds(true, "it can be read", "");
    } catch (error) {
      if (error instanceof LogQuerySyntaxError)
        return unmet(`column ${error.position + 1}: ${error.explanation}`);
      throw error;
    }
  },
});
