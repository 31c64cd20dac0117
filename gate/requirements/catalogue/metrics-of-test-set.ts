import { ofContext } from "../datasets";
import { expectedMetrics, valueOf } from "../metrics";
import {
  BOTH_STEPS,
  CannotTell,
  type Finding,
  type RunEvidence,
  type RunRequirement,
  runOf,
} from "../requirement";
import { shown } from "../shown";

export const metricsOfTestSet: RunRequirement = {
  id: "metrics-of-test-set",
  of: "run",
  duties: ["Art9(8)", "annex-iv:2(g)"],
  title: "No metric with a threshold was measured on another set than the test set, or of another model",
  why: "A result on the training set is always good, and one of another model says nothing of this one.",
  how: "Log the test set's metrics by names that begin with `test_`. Where a metric names its data set, `mlflow.log_metrics(values, dataset=test_set)`, it has to be the test set; without one the name is all there is. In a run with several logged models, say of which one they are: `mlflow.log_metrics(values, model_id=model_info.model_id)`.",
  steps: BOTH_STEPS,
  check(facts, context) {
    const tests = ofContext(runOf(facts).datasets, "test");
    if (tests.length === 0) throw new CannotTell("no test set is logged");
    const names = new Set(expectedMetrics(context).map(({ name }) => name));
    const ofOtherSets = (facts.model?.metrics ?? []).flatMap((metric): Finding[] => {
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
    return [...ofOtherSets, ...ofNoOneModel(facts, [...names])];
  },
};

/** A run keeps one value of a metric, whichever of its models was measured last. */
function ofNoOneModel(facts: RunEvidence, names: readonly string[]): readonly Finding[] {
  const run = runOf(facts);
  if (run.outputs.every((id) => id === facts.model?.id)) return [];
  if (!facts.version)
    throw new CannotTell("the run has several logged models, and none of them is registered yet");
  const open = names.filter((name) => {
    const value = valueOf(run, name);
    const its = facts.model?.metrics.some((metric) => metric.key === name && metric.value === value);
    return value !== undefined && its !== true;
  });
  if (open.length === 0) return [];
  return [
    {
      what: `The run has other logged models, and nothing says that these metrics are of this one: ${open.join(", ")}.`,
      fix: "Log them in a new run with the model that was measured: mlflow.log_metrics(values, model_id=model_info.model_id).",
    },
  ];
}
