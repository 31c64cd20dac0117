import { EXPERIMENT_NAME_FORM, parseExperimentName } from "../experiment-name";
import { nearestExperimentName } from "../nearest-experiment-name";
import { own } from "../own";
import { BOTH_STEPS, productionOf, type RunRequirement, runOf } from "../requirement";
import { shown } from "../shown";

export const experimentNamed: RunRequirement = {
  id: "experiment-named",
  of: "run",
  duties: ["Art17(1)", "annex-iv:6"],
  title: "The experiment's name says which system is changed, what and why, under which change and context",
  why: "A reviewer finds all runs of a change, and all changes of a system, from names alone.",
  how: `\`experiment_name(system=…, what=…, why=…, change_id=…, context=…)\` of [clients/python](../clients/python/README.md#mlflow) makes the name, and says what does not fit. By hand: \`mlflow.set_experiment("credit-scoring/features-for-higher-recall/CHG-1042/annex-iii-5b")\`: \`${EXPERIMENT_NAME_FORM}\`. An experiment whose runs are all of this change can be renamed.`,
  steps: BOTH_STEPS,
  check(facts, context) {
    const run = runOf(facts);
    const production = productionOf(context);
    const system = context.requirements?.system.id ?? "";
    const [first = "", ...others] = production.regulatoryContexts;
    const problem = wrongName(run.experimentName, system, production.regulatoryContexts);
    if (problem === undefined) return [];
    const changeId = own(run.tags, "ai_act.change_id");
    const nearest = nearestExperimentName(run.experimentName, {
      system,
      contexts: [first, ...others],
      changeId,
    });
    return [
      {
        what: `The experiment's name ${shown(run.experimentName)} is not of the form ${EXPERIMENT_NAME_FORM}: ${problem}.`,
        fix: `The nearest valid name is "${nearest}". Where all runs of the experiment are of this change: MlflowClient().rename_experiment("${run.experimentId}", "${nearest}"); else train again under that name.`,
      },
    ];
  },
};

function wrongName(text: string, system: string, contexts: readonly string[]): string | undefined {
  const parsed = parseExperimentName(text);
  if ("problem" in parsed) return parsed.problem;
  if (parsed.name.system !== system)
    return `it names the system ${parsed.name.system}, and the registered model is of ${system}`;
  if (!contexts.includes(parsed.name.context))
    return `the regulatory context ${parsed.name.context} is not one of ${contexts.join(", ")}`;
  return undefined;
}
