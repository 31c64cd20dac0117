import { BOTH_STEPS, type RunRequirement } from "../requirement";
import { shown } from "../shown";

export const systemDeclared: RunRequirement = {
  id: "system-declared",
  of: "run",
  duties: ["Art17(1)"],
  title: "An AI system that is in use here stands behind the registered model",
  why: "Without a system nobody has said what is required of its versions, and who watches them.",
  how: "Declare the system in `configs/systems/<id>.yaml` with `registeredModel` and `production`.",
  steps: BOTH_STEPS,
  check({ version }, { requirements }) {
    if (!requirements)
      return [
        {
          what: version
            ? `No AI system in the configs has the registered model ${shown(version.name)}.`
            : "Neither the run's tag ai_act.system nor its experiment's name names an AI system of the configs.",
          fix: version
            ? "Declare it in configs/systems/<id>.yaml, or register the model under the declared name."
            : "Name the system in the tag, as it is declared in configs/systems/<id>.yaml.",
        },
      ];
    const { system, inEnvironment } = requirements;
    const file = `configs/systems/${system.id}.yaml`;
    return [
      ...(system.status === "active"
        ? []
        : [
            {
              what: `The AI system ${system.id} is retired.`,
              fix: `Set status to active in ${file} if it is in use again.`,
            },
          ]),
      ...(inEnvironment
        ? []
        : [
            {
              what: `The AI system ${system.id} does not run in the environment of this gate.`,
              fix: `Add the environment in ${file}, or promote where the system runs.`,
            },
          ]),
      ...(system.production
        ? []
        : [
            {
              what: `The AI system ${system.id} says nothing of what production requires.`,
              fix: `Add a block \`production\` to ${file}: docs/what-production-requires.md.`,
            },
          ]),
    ];
  },
};
