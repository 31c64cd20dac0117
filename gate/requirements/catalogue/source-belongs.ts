import type { PromotionFacts } from "../../facts/promotion-facts";
import { BOTH_STEPS, CannotTell, type Finding, type VersionRequirement, runOf } from "../requirement";
import { shown } from "../shown";
import { versionSource } from "../version-source";

const AGAIN = "Register the logged model of the run: mlflow.register_model(model_info.model_uri, name).";

export const sourceBelongs: VersionRequirement = {
  id: "source-belongs",
  of: "version",
  duties: ["Art17(1)", "annex-iv:2(g)"],
  title: "The version's run, source and logged model belong together",
  why: "MLflow lets a version name any run beside any source: then what runs is not what was tested.",
  how: "Register a logged model with `mlflow.register_model(model_info.model_uri, name)`, or give `registered_model_name` when logging it.",
  steps: BOTH_STEPS,
  check(facts) {
    const run = runOf(facts);
    const { version } = facts;
    if (version.runId !== run.id)
      return [finding(`The version names the run ${shown(version.runId)}, and ${shown(run.id)} was read.`)];
    const source = versionSource(version.source, run);
    switch (source.kind) {
      case "foreign":
        return [
          finding(
            `The version's source ${shown(version.source)} is neither a logged model nor below the artifacts of its run ${run.id}.`,
          ),
        ];
      case "logged-model":
        return [
          ...(version.modelId === source.modelId
            ? []
            : [
                finding(
                  `The source names the model ${source.modelId}, and ${shown(version.modelId ?? "")} was read.`,
                ),
              ]),
          ...modelProblems(modelOf(facts), source.modelId, facts),
        ];
      case "run-artifacts":
        return facts.model ? modelProblems(facts.model, facts.version.modelId ?? "", facts) : [];
    }
  },
};

const finding = (what: string): Finding => ({ what, fix: AGAIN });

function modelOf({ model }: PromotionFacts) {
  if (!model) throw new CannotTell("the logged model of this version could not be read");
  return model;
}

function modelProblems(
  model: NonNullable<PromotionFacts["model"]>,
  named: string,
  facts: PromotionFacts,
): readonly Finding[] {
  const run = runOf(facts);
  return [
    ...(model.id === named
      ? []
      : [finding(`The version is of the model ${shown(named)}, and ${shown(model.id)} was read.`)]),
    ...(model.sourceRunId === run.id
      ? []
      : [
          finding(
            `The logged model is of the run ${shown(model.sourceRunId)}, and the version names ${run.id}.`,
          ),
        ]),
    ...(model.experimentId === run.experimentId
      ? []
      : [
          finding(
            `The logged model is of experiment ${shown(model.experimentId)}, its run of ${shown(run.experimentId)}.`,
          ),
        ]),
  ];
}
