import { attack, call, type Attack } from "./attack";
import { BODIES } from "./bodies";
import { ADDRESSES } from "./addresses";
import { VALUES } from "./values";

/** What a trainer may do, in the same form as the attacks: the wire is not what refuses them. */
export const ALLOWED: readonly Attack[] = [
  call("a tag of a run that is not frozen", "POST", "runs/set-tag", ({ newRun }) => ({
    run_id: newRun,
    key: "k",
    value: "v",
  })),
  call("a metric by both names of a run", "POST", "runs/log-metric", ({ newRun }) => ({
    run_id: newRun,
    run_uuid: newRun,
    key: "f1",
    value: 0.5,
    timestamp: 1,
    step: 0,
  })),
  call("a new model", "POST", "registered-models/create", () => ({ name: "another-model" })),
  call("an alias that is not protected", "POST", "registered-models/alias", ({ model: name }) => ({
    name,
    alias: "candidate",
    version: "2",
  })),
  attack("an artifact of a run that is not frozen", {
    method: "PUT",
    target: ({ experiment, newRun }) =>
      `/api/2.0/mlflow-artifacts/artifacts/${experiment}/${newRun}/artifacts/a%20b/gr%C3%B6%C3%9Fe.txt`,
    type: "text/plain",
    body: "x",
  }),
  attack("a file of the user interface", {
    target: ({ newRun }) => `/ajax-api/2.0/mlflow/upload-artifact?run_uuid=${newRun}&path=notes.txt`,
    type: "application/octet-stream",
    body: "x",
  }),
];

/** Attacks that MLflow itself was seen to fall for. */
const EFFECTIVE = [
  ...["the address as it is", "the address of the user interface", "two slashes at the beginning"],
  ...["an encoded letter", "an encoded slash", "an unknown query"],
  ...[
    "a body in UTF-16, little end first",
    "a body in UTF-32, big end first, with mark",
    "JSON in a JSON text",
  ],
  ...["a key twice, the good one first", "an escape in a key", "a field that nobody knows", "a prototype"],
  ...['stage "PRODUCTION"', 'to the stage, version "02"', 'to the stage, version " 2"'],
];

export const WITHOUT_A_GATE: readonly Attack[] = [...ADDRESSES, ...BODIES, ...VALUES].filter(({ name }) =>
  EFFECTIVE.includes(name),
);
