import { API, attack, call, type Attack } from "./attack";
import type { Aim } from "./besieged";

const ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

const put = (
  name: string,
  target: (aim: Aim) => string,
  more: { method?: string; target?: never } = {},
): Attack =>
  attack(name, {
    method: "PUT",
    target,
    type: "application/octet-stream",
    body: "flavors: {evil: {}}",
    ...more,
  });

const METRIC = { key: "auc", value: 0.999, timestamp: 9_999_999_999_999, step: 1 };

/** The run, the logged model, the artifacts and the experiment behind version 1: frozen. */
export const EVIDENCE: readonly Attack[] = [
  call("a better metric", "POST", "runs/log-metric", ({ run }) => ({ run_id: run, ...METRIC })),
  call("a better metric by the old name of a run", "POST", "runs/log-metric", ({ run }) => ({
    run_uuid: run,
    ...METRIC,
  })),
  call("a better metric by both names, that differ", "POST", "runs/log-metric", ({ run, newRun }) => ({
    run_uuid: newRun,
    run_id: run,
    ...METRIC,
  })),
  call(
    "a better metric by both names, the other way round",
    "POST",
    "runs/log-metric",
    ({ run, newRun }) => ({ run_id: newRun, run_uuid: run, ...METRIC }),
  ),
  call("better metrics in a batch", "POST", "runs/log-batch", ({ run }) => ({
    run_id: run,
    metrics: [METRIC],
  })),
  call(
    "a metric of the model, logged by another run",
    "POST",
    "runs/log-metric",
    ({ newRun, loggedModel }) => ({ run_id: newRun, ...METRIC, model_id: loggedModel }),
  ),
  call(
    "a metric of the model in a batch of another run",
    "POST",
    "runs/log-batch",
    ({ newRun, loggedModel }) => ({ run_id: newRun, metrics: [{ ...METRIC, model_id: loggedModel }] }),
  ),
  call("a new parameter", "POST", "runs/log-parameter", ({ run }) => ({ run_id: run, key: "k", value: "v" })),
  call("a tag", "POST", "runs/set-tag", ({ run }) => ({ run_id: run, key: "k", value: "v" })),
  call("one tag less", "POST", "runs/delete-tag", ({ run }) => ({ run_id: run, key: "mlflow.runName" })),
  call("a data set", "POST", "runs/log-inputs", ({ run }) => ({
    run_id: run,
    datasets: [{ dataset: { name: "d", digest: "x", source_type: "s3", source: "{}" } }],
  })),
  call("another output", "POST", "runs/outputs", ({ run, newLoggedModel }) => ({
    run_id: run,
    models: [{ model_id: newLoggedModel, step: 0 }],
  })),
  call("the model as the output of another run", "POST", "runs/outputs", ({ newRun, loggedModel }) => ({
    run_id: newRun,
    models: [{ model_id: loggedModel, step: 0 }],
  })),
  call("a model of the old kind", "POST", "runs/log-model", ({ run }) => ({ run_id: run, model_json: "{}" })),
  call("the run open again", "POST", "runs/update", ({ run }) => ({ run_id: run, status: "RUNNING" })),
  call("the run under another name", "POST", "runs/update", ({ run }) => ({ run_id: run, run_name: "x" })),
  call("the run deleted", "POST", "runs/delete", ({ run }) => ({ run_id: run })),
  call("the run restored", "POST", "runs/restore", ({ run }) => ({ run_id: run })),
  call("the run by an id in upper case", "POST", "runs/delete", ({ run }) => ({ run_id: run.toUpperCase() })),
  call("the run by an id with a blank", "POST", "runs/delete", ({ run }) => ({ run_id: `${run} ` })),
  call(
    "the model deleted",
    "DELETE",
    ({ loggedModel }) => `logged-models/${loggedModel}`,
    () => ({}),
  ),
  call(
    "the model failed",
    "PATCH",
    ({ loggedModel }) => `logged-models/${loggedModel}`,
    ({ loggedModel }) => ({ model_id: loggedModel, status: "LOGGED_MODEL_UPLOAD_FAILED" }),
  ),
  call(
    "the model by the body, another by the address",
    "PATCH",
    ({ newLoggedModel }) => `logged-models/${newLoggedModel}`,
    ({ loggedModel }) => ({ model_id: loggedModel, status: "LOGGED_MODEL_UPLOAD_FAILED" }),
  ),
  call(
    "tags of the model by the body, another by the address",
    "PATCH",
    ({ newLoggedModel }) => `logged-models/${newLoggedModel}/tags`,
    ({ loggedModel }) => ({ model_id: loggedModel, tags: [{ key: "k", value: "v" }] }),
  ),
  call(
    "a tag of the model",
    "PATCH",
    ({ loggedModel }) => `logged-models/${loggedModel}/tags`,
    () => ({ tags: [{ key: "k", value: "v" }] }),
  ),
  call(
    "one tag of the model less",
    "DELETE",
    ({ loggedModel }) => `logged-models/${loggedModel}/tags/mlflow.user`,
    () => ({}),
  ),
  call(
    "a tag of the model less, with a line break",
    "DELETE",
    ({ loggedModel }) => `logged-models/${loggedModel}/tags/k%0d%0aX:%20y`,
    () => ({}),
  ),
  call(
    "a parameter of the model",
    "POST",
    ({ loggedModel }) => `logged-models/${loggedModel}/params`,
    () => ({ params: [{ key: "k", value: "v" }] }),
  ),
  call("a model that says it comes from the run", "POST", "logged-models", ({ experiment, run }) => ({
    experiment_id: experiment,
    name: "m",
    source_run_id: run,
  })),
  call("the experiment deleted", "POST", "experiments/delete", ({ experiment }) => ({
    experiment_id: experiment,
  })),
  call("the experiment under another name", "POST", "experiments/update", ({ experiment }) => ({
    experiment_id: experiment,
    new_name: "x",
  })),
  call("the experiment by another spelling of its id", "POST", "experiments/delete", ({ experiment }) => ({
    experiment_id: `0${experiment}`,
  })),
  call("the experiment by a number", "POST", "experiments/delete", ({ experiment }) => ({
    experiment_id: Number(experiment),
  })),
  call("an experiment that keeps its artifacts elsewhere", "POST", "experiments/create", () => ({
    name: "y",
    artifact_location: "s3://evil/x",
  })),
  put(
    "the model's file overwritten",
    ({ experiment, loggedModel }) => `${ARTIFACTS}/${experiment}/models/${loggedModel}/artifacts/MLmodel`,
  ),
  put(
    "a file beside the model's",
    ({ experiment, loggedModel }) => `${ARTIFACTS}/${experiment}/models/${loggedModel}/artifacts/new.py`,
  ),
  put(
    "the run's file overwritten",
    ({ experiment, run }) => `${ARTIFACTS}/${experiment}/${run}/artifacts/MLmodel`,
  ),
  put(
    "the ajax prefix",
    ({ experiment, run }) =>
      `/ajax-api/2.0/mlflow-artifacts/artifacts/${experiment}/${run}/artifacts/MLmodel`,
  ),
  put(
    "two slashes",
    ({ experiment, loggedModel }) => `${ARTIFACTS}/${experiment}//models/${loggedModel}/artifacts/MLmodel`,
  ),
  put(
    "a slash at the beginning",
    ({ experiment, loggedModel }) => `${ARTIFACTS}//${experiment}/models/${loggedModel}/artifacts/MLmodel`,
  ),
  put(
    "a dot segment",
    ({ experiment, loggedModel }) => `${ARTIFACTS}/${experiment}/./models/${loggedModel}/artifacts/MLmodel`,
  ),
  put(
    "dot dot from the new model",
    ({ experiment, newLoggedModel, loggedModel }) =>
      `${ARTIFACTS}/${experiment}/models/${newLoggedModel}/../${loggedModel}/artifacts/MLmodel`,
  ),
  put(
    "encoded dot dot from the new model",
    ({ experiment, newLoggedModel, loggedModel }) =>
      `${ARTIFACTS}/${experiment}/models/${newLoggedModel}/%2e%2e/${loggedModel}/artifacts/MLmodel`,
  ),
  put(
    "double encoded dot dot from the new model",
    ({ experiment, newLoggedModel, loggedModel }) =>
      `${ARTIFACTS}/${experiment}/models/${newLoggedModel}/%252e%252e/${loggedModel}/artifacts/MLmodel`,
  ),
  put(
    "encoded slashes",
    ({ experiment, loggedModel }) =>
      `${ARTIFACTS}/${experiment}%2Fmodels%2F${loggedModel}%2Fartifacts%2FMLmodel`,
  ),
  put(
    "double encoded slashes",
    ({ experiment, loggedModel }) =>
      `${ARTIFACTS}/${experiment}%252Fmodels%252F${loggedModel}%252Fartifacts%252FMLmodel`,
  ),
  put(
    "backslashes",
    ({ experiment, loggedModel }) =>
      `${ARTIFACTS}/${experiment}%5Cmodels%5C${loggedModel}%5Cartifacts%5CMLmodel`,
  ),
  put(
    "an encoded letter",
    ({ experiment, loggedModel }) => `${ARTIFACTS}/${experiment}/%6dodels/${loggedModel}/artifacts/MLmodel`,
  ),
  put(
    "the id in upper case",
    ({ experiment, loggedModel }) =>
      `${ARTIFACTS}/${experiment}/models/${loggedModel.toUpperCase()}/artifacts/MLmodel`,
  ),
  put(
    "the folder in upper case",
    ({ experiment, loggedModel }) => `${ARTIFACTS}/${experiment}/Models/${loggedModel}/artifacts/MLmodel`,
  ),
  put(
    "a NUL behind the name",
    ({ experiment, loggedModel }) => `${ARTIFACTS}/${experiment}/models/${loggedModel}/artifacts/MLmodel%00`,
  ),
  put(
    "a blank behind the folder",
    ({ experiment, loggedModel }) => `${ARTIFACTS}/${experiment}/models%20/${loggedModel}/artifacts/MLmodel`,
  ),
  put("a file outside all runs", () => `${ARTIFACTS}/evil.txt`),
  put("a file outside the store", () => `${ARTIFACTS}/%2e%2e/%2e%2e/evil.txt`),
  put("a path from the root", () => `${ARTIFACTS}/%2Ftmp%2Fevil.txt`),
  put(
    "a query on an upload",
    ({ experiment, newRun, run }) =>
      `${ARTIFACTS}/${experiment}/${newRun}/artifacts/x?path=${experiment}/${run}/artifacts/x`,
  ),
  put(
    "a fragment on an upload",
    ({ experiment, newRun }) => `${ARTIFACTS}/${experiment}/${newRun}/artifacts/x#y`,
  ),
  put(
    "a POST on the artifact's route",
    ({ experiment, run }) => `${ARTIFACTS}/${experiment}/${run}/artifacts/MLmodel`,
    { method: "POST" },
  ),
  put(
    "a PATCH on the artifact's route",
    ({ experiment, run }) => `${ARTIFACTS}/${experiment}/${run}/artifacts/MLmodel`,
    { method: "PATCH" },
  ),
  put("an artifact deleted", ({ experiment, run }) => `${ARTIFACTS}/${experiment}/${run}/artifacts/MLmodel`, {
    method: "DELETE",
  }),
  put("all artifacts deleted", ({ experiment }) => `${ARTIFACTS}/${experiment}`, { method: "DELETE" }),
  ...["run_uuid", "run_id"].map((field) =>
    attack(`an upload of the user interface by ${field}`, {
      target: ({ run }) => `/ajax-api/2.0/mlflow/upload-artifact?${field}=${run}&path=MLmodel`,
      type: "application/octet-stream",
      body: "evil",
    }),
  ),
  attack("an upload of the user interface to two runs", {
    target: ({ run, newRun }) =>
      `/ajax-api/2.0/mlflow/upload-artifact?run_uuid=${newRun}&run_uuid=${run}&path=MLmodel`,
    type: "application/octet-stream",
    body: "evil",
  }),
  attack("an upload of the user interface above the run", {
    target: ({ newRun, run }) =>
      `/ajax-api/2.0/mlflow/upload-artifact?run_uuid=${newRun}&path=..%2F..%2F${run}%2Fartifacts%2FMLmodel`,
    type: "application/octet-stream",
    body: "evil",
  }),
  attack("an upload of the user interface by its other prefix", {
    target: ({ run }) => `${API}/upload-artifact?run_uuid=${run}&path=MLmodel`,
    type: "application/octet-stream",
    body: "evil",
  }),
];
