import { servedFrom } from "../../../gate/facts";

const RUN = "a".repeat(32);
const MODEL = `m-${"b".repeat(32)}`;

test.each([
  [`mlflow-artifacts:/1/models/${MODEL}/artifacts`, { kind: "model", id: MODEL }],
  [`mlflow-artifacts:/0/${RUN}/artifacts/model`, { kind: "run", id: RUN }],
  [`mlflow-artifacts:/0/${RUN}/artifacts/deep/er/model-1.0_x~`, { kind: "run", id: RUN }],
])("%s is served by the gate, and whose it is can be told", (uri, owner) => {
  expect(servedFrom(uri)).toEqual({ root: uri.slice("mlflow-artifacts:/".length), owner });
});

test.each([
  ["another store", `s3://bucket/1/models/${MODEL}/artifacts`],
  ["a file", `/srv/mlflow/1/models/${MODEL}/artifacts`],
  ["another host", `mlflow-artifacts://elsewhere/1/models/${MODEL}/artifacts`],
  ["two slashes", `mlflow-artifacts://1/models/${MODEL}/artifacts`],
  ["a step up", `mlflow-artifacts:/1/${RUN}/artifacts/../../2/x`],
  ["an encoded step up", `mlflow-artifacts:/1/${RUN}/artifacts/%2e%2e/x`],
  ["an empty step", `mlflow-artifacts:/1/${RUN}/artifacts//x`],
  ["a query", `mlflow-artifacts:/1/${RUN}/artifacts/x?y`],
  ["a fragment", `mlflow-artifacts:/1/${RUN}/artifacts/x#y`],
  ["everything that a run logged", `mlflow-artifacts:/1/${RUN}/artifacts`],
  ["a part of a logged model", `mlflow-artifacts:/1/models/${MODEL}/artifacts/data`],
  ["a model id in capitals", `mlflow-artifacts:/1/models/${MODEL.toUpperCase()}/artifacts`],
  ["an experiment in another spelling", `mlflow-artifacts:/01/models/${MODEL}/artifacts`],
  ["a new line", `mlflow-artifacts:/1/${RUN}/artifacts/x\n`],
  ["nothing", ""],
])("%s is not what the gate can freeze", (_, uri) => {
  expect(servedFrom(uri)).toBeUndefined();
});
