import { expectedMetrics, isMeasured, metricsNamed } from "../metrics";
import { CLOCKS_APART_MS, runBegan, timeOf } from "../moments";
import { BOTH_STEPS, type Finding, type RunRequirement, runOf } from "../requirement";
import { shown } from "../shown";

export const metricsLogged: RunRequirement = {
  id: "metrics-logged",
  of: "run",
  duties: ["Art9(8)", "Art15(3)", "annex-iv:2(g)"],
  title: "Every metric with a threshold is logged in the run: a number, once, of all and of each group",
  why: "A metric that is missing or not a number is no result.",
  how: "`mlflow.log_metric(name, value)` in the run. A group's metric is `<metric>/<attribute>/<group>`, a confidence bound `<metric>/lower/95` or `<metric>/upper/95`; the names come from configs/thresholds/<system>.yaml.",
  steps: BOTH_STEPS,
  check(facts, context) {
    const run = runOf(facts);
    const began = runBegan(facts) - CLOCKS_APART_MS;
    const ended = (run.endTime ?? context.at.getTime()) + CLOCKS_APART_MS;
    // A metric with both limits is one metric.
    const expected = [...new Map(expectedMetrics(context).map((each) => [each.name, each])).values()];
    const absent = expected.filter(({ name }) => metricsNamed(run, name).length === 0);
    const unusable = expected.flatMap(({ name, group }): Finding[] => {
      const [metric, ...others] = metricsNamed(run, name);
      if (!metric) return [];
      const called = `Metric ${name}${group === undefined ? "" : ` (${group})`}`;
      const fix = `Log it on the test set in a new run: mlflow.log_metric("${name}", value).`;
      if (others.length > 0) return [{ what: `${called} is there ${others.length + 1} times.`, fix }];
      if (!isMeasured(metric.value))
        return [{ what: `${called} is ${shown(String(metric.value))}, which is no finite number.`, fix }];
      if (metric.timestamp >= began && metric.timestamp <= ended) return [];
      return [
        {
          what: `${called} was logged for ${timeOf(metric.timestamp)}, when the run was not under way.`,
          fix,
        },
      ];
    });
    return [...(absent.length === 0 ? [] : [missing(absent.map(({ name }) => name))]), ...unusable];
  },
};

function missing(names: readonly string[]): Finding {
  return {
    what:
      names.length === 1
        ? `Metric ${names[0]} is not logged.`
        : `${names.length} metrics are not logged: ${names.join(", ")}.`,
    fix: `Log them on the test set in a new run: mlflow.log_metrics({${names.map((name) => `"${name}": …`).join(", ")}}).`,
  };
}
