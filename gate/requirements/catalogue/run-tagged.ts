import { parseExperimentName } from "../experiment-name";
import { own } from "../own";
import { setTag, setTags } from "../python";
import { BOTH_STEPS, productionOf, type Finding, type RunRequirement, runOf } from "../requirement";
import { shown } from "../shown";
import { COMMIT, TAGS, UNCOMMITTED } from "../tags";

export const runTagged: RunRequirement = {
  id: "run-tagged",
  of: "run",
  duties: ["Art17(1)", "Art9", "Art10", "annex-iv:6"],
  title: "The run has the required tags, and they agree with the config and the experiment's name",
  why: "Runs are filtered by them, and the change record of Annex IV is made from them.",
  how: "Where [clients/python](../clients/python/README.md#mlflow) is installed, MLflow adds them to every run from variables such as `AI_ACT_CHANGE_ID`, the commit from git. By hand: `mlflow.set_tags({...})` in the run, or `MlflowClient().set_tag(run_id, key, value)` afterwards; the table below has each key.",
  steps: BOTH_STEPS,
  check(facts, context) {
    const run = runOf(facts);
    const production = productionOf(context);
    const system = context.requirements?.system;
    if (!system) return [];
    const of = { system, production };
    const uncommitted = own(run.tags, UNCOMMITTED);
    const isCommitted = isBlank(uncommitted);
    const absent = [...TAGS.map(({ key }) => key), ...production.furtherTags].filter(
      (key) => isBlank(own(run.tags, key)) && (isCommitted || key !== COMMIT),
    );
    const wrong = TAGS.flatMap((row): Finding[] => {
      const value = own(run.tags, row.key);
      const problem = value === undefined || isBlank(value) ? undefined : row.wrong(value, of);
      if (value === undefined || problem === undefined) return [];
      return [
        {
          what: `Tag ${row.key} ${shown(value)} ${problem}.`,
          fix: `${setTag(run.id, row.key, row.example(of))}.`,
        },
      ];
    });
    const examples = absent.map(
      (key) => [key, TAGS.find((row) => row.key === key)?.example(of) ?? "…"] as const,
    );
    return [
      ...(absent.length === 0 ? [] : [missing(run.id, examples)]),
      ...(isCommitted || uncommitted === undefined ? [] : [noCommit(uncommitted)]),
      ...wrong,
      ...disagreements(run),
    ];
  },
};

/** A commit named afterwards would not be the code that ran. */
const noCommit = (differing: string): Finding => ({
  what: `The training code was no commit, as tag ${UNCOMMITTED} says: ${shown(differing)}.`,
  fix: "Commit the code, and train again.",
});

const isBlank = (value: string | undefined) => value === undefined || value.trim() === "";

function missing(runId: string, tags: readonly (readonly [key: string, example: string])[]): Finding {
  const keys = tags.map(([key]) => key).join(", ");
  return {
    what:
      tags.length === 1
        ? `Tag ${keys} is missing or empty.`
        : `${tags.length} tags are missing or empty: ${keys}.`,
    fix: `With your own values: ${setTags(runId, tags)}.`,
  };
}

/** What the name of the experiment says in another way than the tags. */
function disagreements(run: ReturnType<typeof runOf>): Finding[] {
  const parsed = parseExperimentName(run.experimentName);
  if (!("name" in parsed)) return [];
  const said = { "ai_act.change_id": parsed.name.changeId, "ai_act.regulatory_context": parsed.name.context };
  return Object.entries(said).flatMap(([key, named]) => {
    const value = own(run.tags, key);
    if (value === undefined || isBlank(value) || value === named) return [];
    return [
      {
        what: `Tag ${key} ${shown(value)} is not what the experiment's name says, ${shown(named)}.`,
        fix: `${setTag(run.id, key, named)}, or rename the experiment.`,
      },
    ];
  });
}
