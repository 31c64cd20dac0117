import { optionsOf, tasksWith, theProgram, wordsOf, type Container } from "../facts/containers";
import { bucketName } from "../facts/buckets";
import type { ResourceSet } from "../resource-set";
import { holds, judging, notApplicable } from "../rule";

const JOBS = "MLFLOW_SERVER_ENABLE_JOB_EXECUTION";
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  MLFLOW_DISABLE_TELEMETRY: ["true"],
  [JOBS]: ["true", "false"],
};
const ARTIFACTS = /^s3:\/\/([^/]+)\/mlflow$/;

export const mlflowSettings = judging({
  id: "mlflow-settings",
  duties: ["Art12", "Art17(1)", "Art18(1)"],
  title: "MLflow runs with the settings that the gate is built on",
  why: "With other hosts it answers pages of strangers; without --serve-artifacts clients get addresses of S3 and go round the gate; elsewhere its artifacts are neither versioned nor backed up.",
  fix: "Give MLflow the options and variables that the product synthesizes, and no others.",
  measure: { name: "job runners of MLflow", unit: "switched on", better: "lower" },
  subjects: (set) => tasksWith(set, "mlflow"),
  judge(task, set) {
    const mlflow = theProgram(task, "mlflow");
    if (!mlflow) return notApplicable("no MLflow runs in it");
    const wrong = [...options(mlflow, set), ...variables(mlflow)];
    const runners = (mlflow.environment ?? []).filter((each) => each.name === JOBS && each.value === "true");
    return holds(wrong.length === 0, "as the gate expects", wrong.join("; "), runners.length);
  },
});

function options(mlflow: Container, set: ResourceSet): readonly string[] {
  const given = optionsOf(mlflow);
  const port = String(given.get("--port"));
  const isRight: Readonly<Record<string, (value: string | true) => boolean>> = {
    "--host": () => true,
    "--port": (value) => /^\d+$/.test(String(value)),
    "--workers": (value) => value !== true && Number(value) >= 1 && Number(value) <= 64,
    "--allowed-hosts": (value) => value === `127.0.0.1:${port}`,
    "--serve-artifacts": (value) => value === true,
    "--artifacts-destination": (value) => isOurs(String(value), set),
  };
  return [
    ...Object.entries(isRight).flatMap(([option, fits]) => {
      const value = given.get(option);
      if (value === undefined) return [`without ${option}`];
      return fits(value) ? [] : [`${option} ${String(value)}`];
    }),
    ...[...given.keys()]
      .filter((option) => !Object.hasOwn(isRight, option))
      .map((option) => `with ${option}`),
    ...wordsOf(mlflow).map((word) => `with ${word}`),
    ...(mlflow.entryPoint === undefined ? [] : ["another program"]),
  ];
}

/** A bucket of the set, whatever stack it is in. */
function isOurs(destination: string, set: ResourceSet): boolean {
  const [, bucket] = ARTIFACTS.exec(destination) ?? [];
  return set.ofType("aws_s3_bucket").some((each) => bucketName(each) === bucket);
}

function variables({ environment = [], environmentFiles = [] }: Container): readonly string[] {
  return [
    ...Object.entries(VARIABLES).flatMap(([name, values]) => {
      const given = environment.find((each) => each.name === name);
      if (!given) return [`without ${name}`];
      return values.includes(given.value) ? [] : [`${name} is ${given.value}`];
    }),
    ...environment.flatMap(({ name }) => (Object.hasOwn(VARIABLES, name) ? [] : [`with ${name}`])),
    ...(environmentFiles.length > 0 ? ["with variables from a file"] : []),
  ];
}
