import { readdirSync, readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import type { ComposedGate } from "../../../gate/compose";
import type { Target } from "../../../gate/state/gate-state";
import { startComposed } from "../composed";
import { type RealMlflow, startMlflow } from "../hostile/real-mlflow";
import { type IssuerProcess, startIssuerProcess } from "../issuer-process";

jest.setTimeout(180_000);

/** Training through the whole gate, before a real MLflow, with people of a real issuer. */
let mlflow: RealMlflow;
let issuer: IssuerProcess;
let gate: ComposedGate;
let url: string;

beforeAll(async () => {
  [mlflow, issuer] = await Promise.all([startMlflow(), startIssuerProcess()]);
  ({ gate, url } = await startComposed({ mlflow: mlflow.url, issuer: issuer.url }));
});
afterAll(async () => {
  await gate?.close();
  await Promise.all([mlflow?.stop(), issuer?.stop()]);
});

interface Told {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly error_code?: string;
    readonly message?: string;
  };
}

async function ask(login: string, method: string, path: string, body?: object): Promise<Told> {
  const response = await fetch(`${url}/api/2.0/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await issuer.token(login)}`,
      ...(body && { "content-type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as Told["body"] };
}

async function done(login: string, method: string, path: string, body?: object): Promise<Told["body"]> {
  const told = await ask(login, method, path, body);
  if (told.status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(told)}`);
  return told.body;
}

/** As MLflow itself says, past the gate. */
const behind = async (path: string): Promise<unknown> =>
  (await fetch(`${mlflow.url}/api/2.0/${path}`)).json();

const put = async (login: string, path: string, content: string): Promise<number> =>
  (
    await fetch(`${url}/api/2.0/mlflow-artifacts/artifacts/${path}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${await issuer.token(login)}` },
      body: content,
    })
  ).status;

interface Trained {
  readonly experiment: string;
  readonly run: string;
  readonly model: string;
}

let trainings = 0;
/** A run of somebody with a logged model, its file and a metric. */
async function trained(login = "anna"): Promise<Trained> {
  const made = await done(login, "POST", "mlflow/experiments/create", { name: `training ${++trainings}` });
  const experiment = String(made["experiment_id"]);
  const created = await done(login, "POST", "mlflow/runs/create", {
    experiment_id: experiment,
    user_id: "ceo",
    start_time: 1,
    tags: [{ key: "mlflow.user", value: "ceo" }],
  });
  const run = (created["run"] as { info: { run_id: string } }).info.run_id;
  const logged = await done(login, "POST", "mlflow/logged-models", {
    experiment_id: experiment,
    name: "credit",
    source_run_id: run,
  });
  const model = (logged["model"] as { info: { model_id: string } }).info.model_id;
  await done(login, "POST", "mlflow/runs/log-metric", {
    run_id: run,
    key: "auc",
    value: 0.976,
    timestamp: 1,
  });
  await done(login, "POST", "mlflow/runs/outputs", { run_id: run, models: [{ model_id: model, step: 0 }] });
  expect(await put(login, `${experiment}/models/${model}/artifacts/MLmodel`, "flavors: {}")).toBe(200);
  expect(await put(login, `${experiment}/${run}/artifacts/report.txt`, "fine")).toBe(200);
  return { experiment, run, model };
}

/** All that MLflow has of a training: fields, tags, metrics, and the bytes of its artifacts. */
async function allOf({ experiment, run, model }: Trained): Promise<unknown> {
  const files = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => `${file}: ${readFileSync(file, "utf8")}`)
      .sort();
  return {
    experiment: await behind(`mlflow/experiments/get?experiment_id=${experiment}`),
    run: await behind(`mlflow/runs/get?run_id=${run}`),
    history: await behind(`mlflow/metrics/get-history?run_id=${run}&metric_key=auc`),
    model: await behind(`mlflow/logged-models/${model}`),
    files: files(join(mlflow.artifacts, experiment)),
  };
}

test("A run says who made it as the token does, and the gate remembers everybody who wrote to it", async () => {
  const { run, model } = await trained();
  await done("emil", "POST", "mlflow/runs/log-parameter", { run_id: run, key: "c", value: "1" });
  await done("ci-trainer", "POST", "mlflow/runs/log-metric", {
    ...{ run_id: run, key: "auc", value: 1, timestamp: 2 },
    model_id: model,
  });

  const { run: seen } = (await behind(`mlflow/runs/get?run_id=${run}`)) as {
    run: { info: { user_id: string }; data: { tags: { key: string; value: string }[] } };
  };
  const tags = Object.fromEntries(seen.data.tags.map(({ key, value }) => [key, value]));
  expect(seen.info.user_id).toBe("anna");
  expect(tags).toMatchObject({
    "mlflow.user": "anna",
    "evidence.created_by": `${issuer.url}#p-5d1f0c`,
    "evidence.created_by_name": "anna",
    "evidence.created_by_kind": "person",
  });
  const who = async (target: Target): Promise<string[]> =>
    (await gate.state.contributors([target])).map(({ name, kind }) => `${name} (${kind})`).sort();
  expect(await who(`run:${run}`)).toEqual(["anna (person)", "ci-trainer (service)", "emil (person)"]);
  expect(await who(`model:${model}`)).toEqual(["anna (person)", "ci-trainer (service)"]);
});

test("What is frozen stays as it is, whatever is sent, and is free again when it is released", async () => {
  const evidence = await trained();
  const { experiment, run, model } = evidence;
  const another = await trained("emil");
  await gate.state.freeze([`run:${run}`, `model:${model}`, `experiment:${experiment}`], "approval:a-1");
  const before = await allOf(evidence);
  const attempts: readonly (readonly [method: string, path: string, body?: object])[] = [
    ["POST", "mlflow/runs/log-metric", { run_id: run, key: "auc", value: 0.999, timestamp: 9 }],
    [
      "POST",
      "mlflow/runs/log-metric",
      { run_id: another.run, key: "auc", value: 1, timestamp: 9, model_id: model },
    ],
    [
      "POST",
      "mlflow/runs/log-batch",
      { run_id: run, metrics: [{ key: "auc", value: 1, timestamp: 9, step: 0 }] },
    ],
    [
      "POST",
      "mlflow/runs/log-batch",
      { run_id: another.run, metrics: [{ key: "auc", value: 1, timestamp: 9, step: 0, model_id: model }] },
    ],
    ["POST", "mlflow/runs/log-parameter", { run_id: run, key: "new", value: "1" }],
    [
      "POST",
      "mlflow/runs/log-inputs",
      { run_id: run, datasets: [{ dataset: { name: "d", digest: "1", source_type: "s3", source: "{}" } }] },
    ],
    [
      "POST",
      "mlflow/runs/log-model",
      {
        run_id: run,
        model_json: JSON.stringify({ run_id: run, artifact_path: "m", flavors: {}, utc_time_created: "x" }),
      },
    ],
    ["POST", "mlflow/runs/outputs", { run_id: run, models: [{ model_id: another.model, step: 0 }] }],
    ["POST", "mlflow/runs/set-tag", { run_id: run, key: "ai_act.risk_assessment", value: "RA-2" }],
    ["POST", "mlflow/runs/delete-tag", { run_id: run, key: "mlflow.runName" }],
    ["POST", "mlflow/runs/update", { run_id: run, status: "RUNNING" }],
    ["POST", "mlflow/runs/update", { run_id: run, run_name: "other" }],
    ["POST", "mlflow/runs/delete", { run_id: run }],
    ["POST", "mlflow/runs/restore", { run_id: run }],
    ["POST", "mlflow/logged-models", { experiment_id: experiment, source_run_id: run, name: "second" }],
    ["PATCH", `mlflow/logged-models/${model}`, { model_id: model, status: "LOGGED_MODEL_READY" }],
    ["DELETE", `mlflow/logged-models/${model}`],
    ["POST", `mlflow/logged-models/${model}/params`, { model_id: model, params: [{ key: "a", value: "b" }] }],
    ["PATCH", `mlflow/logged-models/${model}/tags`, { tags: [{ key: "a", value: "b" }] }],
    ["DELETE", `mlflow/logged-models/${model}/tags/a`],
    ["POST", "mlflow/experiments/delete", { experiment_id: experiment }],
    ["POST", "mlflow/experiments/restore", { experiment_id: experiment }],
    ["POST", "mlflow/experiments/update", { experiment_id: experiment, new_name: "another name" }],
    ["POST", "mlflow/experiments/set-experiment-tag", { experiment_id: experiment, key: "a", value: "b" }],
    ["POST", "mlflow/experiments/delete-experiment-tag", { experiment_id: experiment, key: "a" }],
  ];
  for (const [method, path, body] of attempts)
    expect([path, (await ask("anna", method, path, body)).body.error_code]).toEqual([
      path,
      "RESOURCE_CONFLICT",
    ]);
  for (const path of [
    `models/${model}/artifacts/MLmodel`,
    `models/${model}/artifacts/more`,
    `${run}/artifacts/report.txt`,
  ])
    expect([path, await put("anna", `${experiment}/${path}`, "forged")]).toEqual([path, 409]);
  const uploaded = await fetch(`${url}/ajax-api/2.0/mlflow/upload-artifact?run_uuid=${run}&path=report.txt`, {
    method: "POST",
    headers: { authorization: `Bearer ${await issuer.token("anna")}` },
    body: "forged",
  });
  expect(uploaded.status).toBe(409);
  // By the body's id, past the address of another model.
  const past = await ask("anna", "PATCH", `mlflow/logged-models/${another.model}`, {
    model_id: model,
    status: "LOGGED_MODEL_UPLOAD_FAILED",
  });
  expect(past.body.error_code).toBe("INVALID_PARAMETER_VALUE");
  expect(await allOf(evidence)).toEqual(before);

  // New runs in a frozen experiment are free.
  await done("anna", "POST", "mlflow/runs/create", { experiment_id: experiment, start_time: 1 });
  await gate.state.release("approval:a-1");
  expect(
    (await ask("anna", "POST", "mlflow/runs/set-tag", { run_id: run, key: "a", value: "b" })).status,
  ).toBe(200);
});

test("A freeze waits for an upload that had begun, and refuses those that come after it", async () => {
  const { experiment, model } = await trained();
  const path = `${experiment}/models/${model}/artifacts/weights.bin`;
  const upload = httpRequest(`${url}/api/2.0/mlflow-artifacts/artifacts/${path}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${await issuer.token("emil")}`, "content-length": "10" },
  });
  const answered = new Promise<number>((resolve, reject) => {
    upload.once("response", (response) => resolve(response.resume().statusCode ?? 0));
    upload.once("error", reject);
  });
  upload.write("first");
  // The gate remembers who writes when the write begins.
  const begun = async () =>
    (await gate.state.contributors([`model:${model}`])).some(({ name }) => name === "emil");
  while (!(await begun())) await new Promise((later) => setTimeout(later, 20));

  let frozen = false;
  const freezing = gate.state.freeze([`model:${model}`], "reading:r-1").then(() => (frozen = true));
  while ((await gate.state.holders(`model:${model}`)).length === 0)
    await new Promise((later) => setTimeout(later, 20));
  expect([frozen, await put("anna", path, "late")]).toEqual([false, 409]);
  upload.end("later");
  expect(await answered).toBe(200);
  await freezing;
  expect(readFileSync(join(mlflow.artifacts, path), "utf8")).toBe("firstlater");
  await gate.state.release("reading:r-1");
});

test("Artifacts are written nowhere but below a run or model", async () => {
  const { experiment, run, model } = await trained();
  const before = readdirSync(mlflow.artifacts, { recursive: true }).sort();
  for (const path of [
    "free.txt",
    `${experiment}/free.txt`,
    `99/${run}/artifacts/x`,
    `99/models/${model}/artifacts/x`,
    `${experiment}/${"f".repeat(32)}/artifacts/x`,
    `${experiment}/${run}/x`,
    `${experiment}/traces/tr-1/artifacts/traces.json`,
  ])
    expect([path, [403, 404].includes(await put("anna", path, "x"))]).toEqual([path, true]);
  expect(readdirSync(mlflow.artifacts, { recursive: true }).sort()).toEqual(before);
});

test("Only who trains may write", async () => {
  const { run, experiment } = await trained();
  for (const login of ["dan", "ben", "fred"]) {
    const told = await ask(login, "POST", "mlflow/runs/set-tag", { run_id: run, key: "a", value: "b" });
    expect([login, told.status, told.body.error_code]).toEqual([login, 403, "PERMISSION_DENIED"]);
    expect([login, await put(login, `${experiment}/${run}/artifacts/x`, "x")]).toEqual([login, 403]);
  }
  expect((await ask("dan", "GET", `mlflow/runs/get?run_id=${run}`)).status).toBe(200);
});

test("A data set of the same name and digest from another source is told to whoever logs it", async () => {
  const { experiment, run } = await trained();
  const dataset = (version: string) => ({
    dataset: {
      name: "credit",
      digest: "780be5cd",
      source_type: "s3",
      source: JSON.stringify({ uri: `s3://lake/${version}` }),
    },
    tags: [{ key: "mlflow.data.context", value: "training" }],
  });
  const log = (id: string, version: string) =>
    ask("anna", "POST", "mlflow/runs/log-inputs", { run_id: id, datasets: [dataset(version)] });
  expect((await log(run, "v12")).status).toBe(200);
  const created = await done("anna", "POST", "mlflow/runs/create", {
    experiment_id: experiment,
    start_time: 1,
  });
  const second = (created["run"] as { info: { run_id: string } }).info.run_id;
  const told = await log(second, "v13");
  expect([told.body.error_code, told.body.message]).toEqual([
    "RESOURCE_CONFLICT",
    expect.stringContaining("s3://lake/v12"),
  ]);
});
