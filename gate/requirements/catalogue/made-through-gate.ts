import type { PromotionFacts } from "../../facts/promotion-facts";
import type { Target } from "../../state/gate-state";
import { CREATED_BY, CREATED_BY_NAME } from "../../stamps";
import { own } from "../own";
import { BOTH_STEPS, type Finding, type RunRequirement, runOf } from "../requirement";
import { shown } from "../shown";

interface Made {
  readonly what: string;
  readonly target: Target;
  readonly tags: Readonly<Record<string, string>>;
}

export const madeThroughGate: RunRequirement = {
  id: "made-through-gate",
  of: "run",
  duties: ["Art17(1)", "annex-iv:2(g)"],
  title: "Run, logged model and version were made through the gate",
  why: "Only then is it known, from a verified token, who made them and who else wrote to them.",
  how: "Train with `MLFLOW_TRACKING_URI` set to the gate and `MLFLOW_TRACKING_TOKEN` to your token.",
  steps: BOTH_STEPS,
  check(facts) {
    const { version, model } = facts;
    const run = runOf(facts);
    const made: Made[] = [
      ...(version
        ? [
            {
              what: "The version",
              target: `version:${version.name}/${version.version}` as const,
              tags: version.tags,
            },
          ]
        : []),
      { what: "The run", target: `run:${run.id}`, tags: run.tags },
      ...(model
        ? [{ what: "The logged model", target: `model:${model.id}` as const, tags: model.tags }]
        : []),
    ];
    return [...made.flatMap((each) => stampProblems(each, facts)), ...userProblems(run)];
  },
};

const AGAIN = "Train and register again through the gate: what went past it has no known author.";

function stampProblems(
  { what, target, tags }: Made,
  { contributors }: Pick<PromotionFacts, "contributors">,
): Finding[] {
  const stamp = own(tags, CREATED_BY);
  if (stamp === undefined)
    return [{ what: `${what} was not made through the gate: it has no tag ${CREATED_BY}.`, fix: AGAIN }];
  const seen = contributors.some(({ target: wrote, principal }) => wrote === target && principal === stamp);
  if (seen) return [];
  return [
    { what: `${what} is stamped with ${shown(stamp)}, whom the gate did not see writing to it.`, fix: AGAIN },
  ];
}

function userProblems(run: NonNullable<PromotionFacts["run"]>): Finding[] {
  const name = own(run.tags, CREATED_BY_NAME);
  if (name === undefined || name === run.userId) return [];
  return [
    {
      what: `The run's user is ${shown(run.userId)}, and the gate saw ${shown(name)} create it.`,
      fix: AGAIN,
    },
  ];
}
