import { call, type Attack } from "./attack";
import type { Aim } from "./besieged";

const FORGED_TAGS = [
  "evidence.created_by",
  "Evidence.approved",
  "EVIDENCE.created_by",
  "ｅvidence.created_by",
  "evidence．call",
  "𝐞vidence.call",
];
/** Sources of a version that are not what its run made. */
const SOURCES: readonly (readonly [string, (aim: Aim) => object])[] = [
  ["a bucket", () => ({ source: "s3://evil/model" })],
  ["a bucket and a good run", ({ newRun }) => ({ source: "s3://evil/model", run_id: newRun })],
  ["a file of the server", () => ({ source: "file:///etc/passwd" })],
  ["a path of the server", () => ({ source: "/etc" })],
  ["a server on the network", () => ({ source: "http://169.254.169.254/latest" })],
  ["a database", () => ({ source: "dbfs:/model" })],
  [
    "a model and somebody else's run",
    ({ newLoggedModel, run }) => ({
      source: `models:/${newLoggedModel}`,
      model_id: newLoggedModel,
      run_id: run,
    }),
  ],
  [
    "a model under the id of another",
    ({ newLoggedModel, loggedModel }) => ({ source: `models:/${newLoggedModel}`, model_id: loggedModel }),
  ],
  [
    "a run by the old field alone",
    ({ newLoggedModel, run }) => ({ source: `models:/${newLoggedModel}`, runId: run }),
  ],
  ["a path above the model", ({ newLoggedModel }) => ({ source: `models:/${newLoggedModel}/../x` })],
  [
    "a path above the run",
    ({ experiment, newRun }) => ({
      source: `mlflow-artifacts:/${experiment}/${newRun}/artifacts/../../x`,
      run_id: newRun,
    }),
  ],
  [
    "the artifacts of another run",
    ({ experiment, run, newRun }) => ({
      source: `mlflow-artifacts:/${experiment}/${run}/artifacts/model`,
      run_id: newRun,
    }),
  ],
  [
    "the artifacts of a server elsewhere",
    ({ experiment, newRun }) => ({
      source: `mlflow-artifacts://evil/${experiment}/${newRun}/artifacts/model`,
      run_id: newRun,
    }),
  ],
  ["nothing", () => ({})],
  ["an empty text", () => ({ source: "" })],
];

/** Everything that would change what is in production without naming a stage or an alias. */
export const REGISTRY: readonly Attack[] = [
  call("taking the alias from version 1", "DELETE", "registered-models/alias", ({ model: name }) => ({
    name,
    alias: "champion",
  })),
  call(
    "taking version 1 out of production",
    "POST",
    "model-versions/transition-stage",
    ({ model: name }) => ({ name, version: "1", stage: "Archived" }),
  ),
  call("archiving version 1 by the way", "POST", "model-versions/transition-stage", ({ model: name }) => ({
    name,
    version: "2",
    stage: "Production",
    archive_existing_versions: true,
  })),
  call("deleting version 1", "DELETE", "model-versions/delete", ({ model: name }) => ({
    name,
    version: "1",
  })),
  call("deleting the model", "DELETE", "registered-models/delete", ({ model: name }) => ({ name })),
  call("renaming the model", "POST", "registered-models/rename", ({ model: name }) => ({
    name,
    new_name: "other",
  })),
  call("describing version 1 anew", "PATCH", "model-versions/update", ({ model: name }) => ({
    name,
    version: "1",
    description: "x",
  })),
  call("tagging version 1", "POST", "model-versions/set-tag", ({ model: name }) => ({
    name,
    version: "1",
    key: "k",
    value: "v",
  })),
  call("deleting a tag of version 1", "DELETE", "model-versions/delete-tag", ({ model: name }) => ({
    name,
    version: "1",
    key: "k",
  })),
  ...SOURCES.map(([name, fields]) =>
    call(`a version of ${name}`, "POST", "model-versions/create", (aim) => ({
      name: aim.model,
      ...fields(aim),
    })),
  ),
  ...FORGED_TAGS.flatMap((key) => [
    call(`tag ${key} on version 2`, "POST", "model-versions/set-tag", ({ model: name }) => ({
      name,
      version: "2",
      key,
      value: "v",
    })),
    call(`tag ${key} on the model`, "POST", "registered-models/set-tag", ({ model: name }) => ({
      name,
      key,
      value: "v",
    })),
    call(`tag ${key} on a run`, "POST", "runs/set-tag", ({ newRun }) => ({
      run_id: newRun,
      key,
      value: "v",
    })),
    call(`tag ${key} in a batch`, "POST", "runs/log-batch", ({ newRun }) => ({
      run_id: newRun,
      tags: [{ key, value: "v" }],
    })),
    call(
      `tag ${key} on a logged model`,
      "PATCH",
      ({ newLoggedModel }) => `logged-models/${newLoggedModel}/tags`,
      () => ({ tags: [{ key, value: "v" }] }),
    ),
    call(`tag ${key} on the experiment`, "POST", "experiments/set-experiment-tag", ({ experiment }) => ({
      experiment_id: experiment,
      key,
      value: "v",
    })),
  ]),
  call("somebody else's name on a run", "POST", "runs/set-tag", ({ newRun }) => ({
    run_id: newRun,
    key: "mlflow.user",
    value: "ben",
  })),
];
