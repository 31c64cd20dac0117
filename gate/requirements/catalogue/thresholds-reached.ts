import { expectedMetrics, valueOf } from "../metrics";
import { BOTH_STEPS, CannotTell, type Finding, type RunRequirement, runOf } from "../requirement";

export const thresholdsReached: RunRequirement = {
  id: "thresholds-reached",
  of: "run",
  duties: ["Art9(8)", "Art15(3)", "annex-iv:2(g)"],
  title: "Every result on the test set is within its threshold, per group where configured",
  why: "This is the test against what was set beforehand, and against what deployers are told.",
  how: "Improve the model. Thresholds are changed by a reviewed change of the config, and then judge later runs only.",
  steps: BOTH_STEPS,
  check(facts, context) {
    const run = runOf(facts);
    const expected = expectedMetrics(context);
    const values = expected.map(({ name, ...rest }) => ({ name, ...rest, value: valueOf(run, name) }));
    if (values.every(({ value }) => value === undefined))
      throw new CannotTell("no metric with a threshold is logged as a number");
    return values.flatMap(({ name, group, min, max, value }): Finding[] => {
      if (value === undefined) return [];
      const of = group === undefined ? "" : ` (${group})`;
      const limit =
        min !== undefined && value < min
          ? `at least ${min}`
          : max !== undefined && value > max
            ? `at most ${max}`
            : undefined;
      if (limit === undefined) return [];
      return [
        {
          what: `Metric ${name}${of} is ${value}; ${limit} is needed.`,
          fix: "Improve the model and train again; a threshold that is changed now judges later runs only.",
        },
      ];
    });
  },
};
