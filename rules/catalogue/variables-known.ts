import { programOf, type Program } from "../facts/containers";
import { ofEveryContainer } from "../families/containers";

/** Variables that everybody may read, by program; what they may be is for the rules about the programs. */
const PUBLIC: Readonly<Partial<Record<Program, readonly string[]>>> = {
  mlflow: ["MLFLOW_DISABLE_TELEMETRY", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION"],
};

export const variablesKnown = ofEveryContainer({
  id: "variables-known",
  duties: ["Art12", "Art17(1)", "Art78"],
  title: "No container has plain variables but those that are known and no secret",
  why: "Whoever may read a task definition reads its variables, and no revision of it goes away; and some of them turn a program's calls elsewhere.",
  fix: "Give secrets by `secrets`, and take variables out that the product does not synthesize.",
  faults(container) {
    const { environment = [], environmentFiles = [] } = container;
    const known = PUBLIC[programOf(container)] ?? [];
    return [
      ...environment.flatMap(({ name }) => (known.includes(name) ? [] : [`has ${name} in plain`])),
      ...(environmentFiles.length > 0 ? ["has variables from a file"] : []),
    ];
  },
});
