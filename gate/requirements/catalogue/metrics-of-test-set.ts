import { ofContext } from "../datasets";
import { expectedMetrics } from "../metrics";
import { BOTH_STEPS, CannotTell, type Finding, type Requirement, runOf } from "../requirement";
import { shown } from "../shown";

export const metricsOfTestSet: Requirement = {
  id: "metrics-of-test-set",
  duties: ["Art9(8)", "annex-iv:2(g)"],
  title: "No metric with a threshold was measured on another set than the test set",
  why: "A result on the training set is always good.",
  how: "Log the test set's metrics by names that begin with `test_`. Where a metric names its data set, `mlflow.log_metrics(values, dataset=test_set)`, it has to be the test set; without one the name is all there is.",
  steps: BOTH_STEPS,
  check(facts, context) {
    const tests = ofContext(runOf(facts).datasets, "test");
    if (tests.length === 0) throw new CannotTell("no test set is logged");
    const names = new Set(expectedMetrics(context).map(({ name }) => name));
    return (facts.model?.metrics ?? []).flatMap((metric): Finding[] => {
      const { key, datasetName, datasetDigest } = metric;
      if (!names.has(key) || (datasetName === undefined && datasetDigest === undefined)) return [];
      if (tests.some(({ name, digest }) => name === datasetName && digest === datasetDigest)) return [];
      return [
        {
          what: `Metric ${key} of the logged model was measured on data set ${shown(datasetName ?? "")}, which is not the test set.`,
          fix: "Measure it on the test set in a new run: mlflow.log_metrics(values, dataset=test_set).",
        },
      ];
    });
  },
};
