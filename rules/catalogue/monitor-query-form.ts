import { MonitorQuerySyntaxError } from "../../logquery";
import { parsedQuery } from "../facts/monitor-query";
import { complianceMonitors } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

/** Datadog takes longer ones; nobody reads them. */
const LONGEST = 2000;

export const monitorQueryForm = judging({
  id: "monitor-query-form",
  duties: ["Art72"],
  title: "A monitor's query can be read",
  why: "Datadog refuses a query that it cannot read in the middle of an apply, and one that nobody else can read is reviewed by nobody.",
  fix: `Correct the query at the place that is named; keep it below ${LONGEST} characters.`,
  subjects: complianceMonitors,
  judge(monitor) {
    const { length } = text(monitor, "query") ?? "";
    if (length > LONGEST) return unmet(`it is ${length} characters long, ${LONGEST} at the most`);
    try {
      return holds(true, `a query of ${parsedQuery(monitor).kind}`, "");
    } catch (error) {
      if (error instanceof MonitorQuerySyntaxError)
        return unmet(`column ${error.position + 1}: ${error.explanation}`);
      throw error;
    }
  },
});
