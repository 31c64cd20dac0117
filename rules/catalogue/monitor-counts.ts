import { monitorQuery, type ReadCount } from "../facts/monitor-query";
import { complianceMonitors } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

const TYPES = ["metric alert", "query alert"];
/** Tags a count may be narrowed to. Others leave events out: one model version, one host. */
const TAGS = ["ai_system", "env", "event_type"];

export const monitorCounts = judging({
  id: "monitor-counts",
  duties: ["Art72", "Art14"],
  title: "A monitor counts all events of its system",
  why: "An average, a rate per second or one model version alone compares something else with the threshold of the plan.",
  fix: "Sum counts with as_count() over the window; narrow them to system and environment, and the errors to event_type:error.",
  subjects: complianceMonitors,
  judge(monitor) {
    if (!TYPES.includes(text(monitor, "type") ?? "")) return unmet("it is no monitor of a metric");
    const query = monitorQuery(monitor);
    if (!query || query.counts.length === 0) throw new CannotTell("the query reads no count");
    const wrong = [
      ...(query.over === "sum" ? [] : [`${query.over} over the window`]),
      ...query.counts.flatMap((count, index) => problems(count, index === 0)),
    ];
    return holds(wrong.length === 0, "it counts all of them", wrong.join(", "));
  },
});

function problems(
  { aggregator, metric, scope, function: how }: ReadCount,
  first: boolean,
): readonly string[] {
  const types = scope.filter((tag) => tag.startsWith("event_type:"));
  return [
    ...(aggregator === "sum" && how === "as_count" ? [] : [`${metric} is not counted`]),
    ...scope.filter((tag) => !TAGS.includes(tag.split(":")[0] ?? "")).map((tag) => `only ${tag}`),
    // What is divided may be errors; what it is divided by is everything.
    ...types.filter((tag) => !first || tag !== "event_type:error").map((tag) => `only ${tag}`),
  ];
}
