import { metricTerms, type MetricMonitorQuery, type MetricTerm } from "../../logquery";
import { METRICS } from "../facts/metrics";
import { isArt12, metricQuery, partsOf } from "../facts/monitor-query";
import { systemMonitors } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

const TYPES = ["metric alert", "query alert"];
/** Tags any count may be narrowed to. Others leave events out: one model version, one host. */
const WHOSE = ["ai_system", "env"];
/** Types of event of which a share of all is meant. */
const SHARES = ["event_type:error", "event_type:out_of_scope_input", "event_type:inference"];
/** Of what is divided by, only decisions may be meant: all other types of event hang on them. */
const WHOLES = ["event_type:inference"];

export const monitorCounts = judging({
  id: "monitor-counts",
  duties: ["Art72", "Art14"],
  title: "A monitor counts all events of its system",
  why: "An average, a rate per second or one model version alone compares something else with the threshold of the plan.",
  fix: "Sum counts with as_count() over the window; narrow what is divided to a type of event or a code, and what it is divided by to nothing but system and environment.",
  subjects: systemMonitors,
  judge(monitor) {
    if (!TYPES.includes(text(monitor, "type") ?? "")) return unmet("it is no monitor of a metric");
    const query = metricQuery(monitor);
    const terms = metricTerms(query.expression);
    if (terms.length === 0) throw new CannotTell("the query reads no count");
    const wrong = terms.some(isArt12) ? wrongCounts(query) : wrongGauge(query);
    return holds(wrong.length === 0, "it counts all of them", [...new Set(wrong)].join(", "));
  },
});

function wrongCounts(query: MetricMonitorQuery): readonly string[] {
  const { divided, dividedBy } = partsOf(query.expression);
  const isShare = dividedBy.length > 0;
  // Too little of everything is not too little of a part.
  const whole = !isShare && query.comparison.startsWith("<");
  return [
    ...(query.over === "sum" ? [] : [`${query.over} over the window`]),
    ...divided.flatMap((term) => wrongCount(term, whole ? [] : partsOfMetric(term, isShare))),
    ...dividedBy.flatMap((term) => wrongCount(term, WHOLES)),
  ];
}

/** Tags by which one part of a metric may be meant, and no more than one. */
function partsOfMetric({ metric, scope }: MetricTerm, isShare: boolean): readonly string[] {
  const codes = Object.keys(METRICS[metric]?.also ?? {});
  const types = metric !== "art12.events" ? [] : isShare ? SHARES : WHOLES;
  const parts = scope.filter(
    ({ tag, negated }) => !negated && (codes.includes(keyOf(tag)) || types.includes(tag)),
  );
  return parts.length > 1 ? [] : parts.map(({ tag }) => tag);
}

function wrongCount({ aggregator, metric, scope, by, functions }: MetricTerm, parts: readonly string[]) {
  const counted = aggregator === "sum" && functions.map(({ name }) => name).join(" ") === "as_count";
  return [
    ...(counted ? [] : [`${metric} is not counted`]),
    ...(by.length === 0 ? [] : [`${metric} by ${by.join(", ")}`]),
    ...scope.flatMap(({ tag, negated }) => {
      const fine = negated
        ? keyOf(tag) === "model_version"
        : WHOSE.includes(keyOf(tag)) || parts.includes(tag);
      return fine ? [] : [`only ${negated ? "not " : ""}${tag}`];
    }),
  ];
}

/** What another program measures is compared as it is reported. */
function wrongGauge({ over, expression }: MetricMonitorQuery): readonly string[] {
  if (expression.kind !== "metric") return ["more than one metric of another program"];
  const { aggregator, scope, metric } = expression;
  return [
    ...(aggregator === over && over !== "sum"
      ? []
      : [`${metric} is put together by ${over} and ${aggregator}`]),
    ...scope.flatMap(({ tag, negated }) => (negated || !WHOSE.includes(keyOf(tag)) ? [`only ${tag}`] : [])),
  ];
}

const keyOf = (tag: string): string => tag.split(":")[0] ?? "";
