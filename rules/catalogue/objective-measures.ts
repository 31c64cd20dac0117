import { metricTerms, type MetricTerm } from "../../logquery";
import { METRICS } from "../facts/metrics";
import { isArt12, metricQuery } from "../facts/monitor-query";
import { tagOf } from "../facts/monitors";
import { expressionIn, objectives, tagOfObjective } from "../facts/objectives";
import { all, flag, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

/** What may be left out of the good events: those that are not good. */
const NOT_GOOD = ["event_type:error"];

export const objectiveMeasures = judging({
  id: "objective-measures",
  duties: ["Art72", "Art14", "Art12"],
  title: "An objective measures the whole log of its system",
  why: "An objective over another system, over a part of the events, or over a monitor that silence does not reach, is always reached.",
  fix: "Let it divide counts of good events by counts of all, both of the system and environment in its tags, or follow the monitor of missing log entries.",
  subjects: objectives,
  judge(slo, set) {
    const monitors = all(slo, "monitor_ids");
    if (monitors.length > 0) return judgeMonitors(slo, set, monitors);
    const [good, whole] = ["numerator", "denominator"].map((side) => text(slo, `query.${side}`));
    if (good === undefined || whole === undefined) return unmet("it measures nothing");
    if (good === whole) return unmet("good events are all events");
    const [goods, wholes] = [good, whole].map((side) => metricTerms(expressionIn(side)));
    const wrong = [
      ...(goods ?? []).flatMap((term) => problems(term, slo, NOT_GOOD)),
      ...(wholes ?? []).flatMap((term) => problems(term, slo, [])),
    ];
    return holds(wrong.length === 0, "it measures all of it", [...new Set(wrong)].join(", "));
  },
});

function judgeMonitors(slo: Resource, set: ResourceSet, ids: ReturnType<typeof all>) {
  const wrong = ids.filter((id) => {
    const monitor = set.find("datadog_monitor", id, slo);
    if (!monitor) throw new CannotTell("its monitor is not among these resources");
    const ofLog = metricTerms(metricQuery(monitor).expression).some(
      ({ metric }) => metric === "art12.events",
    );
    const itsOwn = ["ai_system", "env"].every((key) => tagOf(monitor, key) === tagOfObjective(slo, key));
    return !itsOwn || !ofLog || !flag(monitor, "notify_no_data", false);
  });
  return holds(wrong.length === 0, "it follows the monitor of silence", "it follows another monitor");
}

function problems(
  { aggregator, metric, scope, functions, ...term }: MetricTerm,
  slo: Resource,
  leftOut: readonly string[],
): readonly string[] {
  const known = isArt12({ metric, aggregator, scope, functions, ...term }) && METRICS[metric] !== undefined;
  const counted = aggregator === "sum" && functions.map(({ name }) => name).join(" ") === "as_count";
  const wanted = [`ai_system:${tagOfObjective(slo, "ai_system")}`, `env:${tagOfObjective(slo, "env")}`];
  const missing = wanted.filter((wish) => !scope.some(({ tag, negated }) => tag === wish && !negated));
  const narrower = scope.filter(({ tag, negated }) =>
    negated ? !leftOut.includes(tag) : !wanted.includes(tag),
  );
  return [
    ...(known ? [] : [`nobody makes ${metric}`]),
    ...(counted ? [] : [`${metric} is not counted`]),
    ...missing.map((tag) => `not ${tag}`),
    ...narrower.map(({ tag, negated }) => `only ${negated ? "not " : ""}${tag}`),
  ];
}
