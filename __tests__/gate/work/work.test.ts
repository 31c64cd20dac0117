import type { JsonObject } from "../../../gate/call";
import { Refusal } from "../../../gate/refusal";
import { ROUTES } from "../../../gate/routes/table";
import {
  anna,
  AT,
  MODEL,
  OTHER_MODEL,
  OTHER_RUN,
  RUN,
  UNKNOWN_RUN,
  UNSTAMPED_RUN,
  workshop,
} from "./workshop";

const MLFLOW = "/api/2.0/mlflow";
const refused = (code: string, words: RegExp = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(words) as string });

test("Every route of training has exactly one that handles it, and no other route has", () => {
  const { handlers } = workshop();
  const handled = [...Object.keys(handlers.json), ...Object.keys(handlers.streams)];
  expect(handled.sort()).toEqual(
    ROUTES.filter((route) => route.class === "work")
      .map((route) => route.id)
      .sort(),
  );
});

/** Every kind of write to something that exists: the route, its fields, what it writes to. */
const WRITES: readonly (readonly [
  id: string,
  body: JsonObject,
  params: Record<string, string>,
  targets: readonly string[],
])[] = [
  ["POST /api/2.0/mlflow/runs/update", { run_id: RUN, status: "FINISHED" }, {}, [`run:${RUN}`]],
  ["POST /api/2.0/mlflow/runs/delete", { run_id: RUN }, {}, [`run:${RUN}`]],
  ["POST /api/2.0/mlflow/runs/restore", { run_id: RUN }, {}, [`run:${RUN}`]],
  ["POST /api/2.0/mlflow/runs/log-parameter", { run_id: RUN, key: "c", value: "1" }, {}, [`run:${RUN}`]],
  [
    "POST /api/2.0/mlflow/runs/log-metric",
    { run_id: RUN, key: "auc", value: 1, timestamp: 1 },
    {},
    [`run:${RUN}`],
  ],
  [
    "POST /api/2.0/mlflow/runs/log-metric",
    { run_id: RUN, key: "auc", value: 1, timestamp: 1, model_id: MODEL },
    {},
    [`run:${RUN}`, `model:${MODEL}`],
  ],
  [
    "POST /api/2.0/mlflow/runs/log-metric",
    { run_id: RUN, key: "auc", value: 1, timestamp: 1, model_id: "" },
    {},
    [`run:${RUN}`],
  ],
  [
    "POST /api/2.0/mlflow/runs/log-batch",
    { run_id: RUN, params: [{ key: "c", value: "1" }] },
    {},
    [`run:${RUN}`],
  ],
  [
    "POST /api/2.0/mlflow/runs/log-batch",
    {
      run_id: RUN,
      metrics: [
        { key: "a", value: 1, model_id: MODEL, run_id: RUN },
        { key: "b", value: 1, model_id: OTHER_MODEL },
        { key: "c", value: 1, model_id: MODEL },
      ],
    },
    {},
    [`run:${RUN}`, `model:${MODEL}`, `model:${OTHER_MODEL}`],
  ],
  [
    "POST /api/2.0/mlflow/runs/log-inputs",
    { run_id: RUN, models: [{ model_id: MODEL }] },
    {},
    [`run:${RUN}`],
  ],
  [
    "POST /api/2.0/mlflow/runs/outputs",
    { run_id: RUN, models: [{ model_id: MODEL, step: 0 }] },
    {},
    [`run:${RUN}`, `model:${MODEL}`],
  ],
  [
    "POST /api/2.0/mlflow/runs/log-model",
    { run_id: RUN, model_json: JSON.stringify({ run_id: RUN }) },
    {},
    [`run:${RUN}`],
  ],
  ["POST /api/2.0/mlflow/runs/set-tag", { run_id: RUN, key: "note", value: "x" }, {}, [`run:${RUN}`]],
  ["POST /api/2.0/mlflow/runs/delete-tag", { run_id: RUN, key: "note" }, {}, [`run:${RUN}`]],
  [
    "PATCH /api/2.0/mlflow/logged-models/<model_id>",
    { status: "LOGGED_MODEL_READY" },
    { model_id: MODEL },
    [`model:${MODEL}`],
  ],
  ["DELETE /api/2.0/mlflow/logged-models/<model_id>", {}, { model_id: MODEL }, [`model:${MODEL}`]],
  [
    "POST /api/2.0/mlflow/logged-models/<model_id>/params",
    { params: [{ key: "a", value: "b" }] },
    { model_id: MODEL },
    [`model:${MODEL}`],
  ],
  [
    "PATCH /api/2.0/mlflow/logged-models/<model_id>/tags",
    { tags: [{ key: "a", value: "b" }] },
    { model_id: MODEL },
    [`model:${MODEL}`],
  ],
  [
    "DELETE /api/2.0/mlflow/logged-models/<model_id>/tags/<tag_key>",
    {},
    { model_id: MODEL, tag_key: "a" },
    [`model:${MODEL}`],
  ],
  ["POST /api/2.0/mlflow/experiments/delete", { experiment_id: "7" }, {}, ["experiment:7"]],
  ["POST /api/2.0/mlflow/experiments/restore", { experiment_id: "7" }, {}, ["experiment:7"]],
  [
    "POST /api/2.0/mlflow/experiments/update",
    { experiment_id: "7", new_name: "credit/retraining" },
    {},
    ["experiment:7"],
  ],
  [
    "POST /api/2.0/mlflow/experiments/set-experiment-tag",
    { experiment_id: "7", key: "a", value: "b" },
    {},
    ["experiment:7"],
  ],
  [
    "POST /api/2.0/mlflow/experiments/delete-experiment-tag",
    { experiment_id: "7", key: "a" },
    {},
    ["experiment:7"],
  ],
];

test.each(WRITES)(
  "%s with %j writes to what it names, and says when it has ended",
  async (id, body, params, targets) => {
    const shop = workshop();
    await shop.call(id, body, params);
    expect([shop.begun, shop.open(), shop.sent.length]).toEqual([[targets], 0, 1]);
  },
);

test.each(
  WRITES.flatMap(([id, body, params, targets]) =>
    targets.map((target) => [id, body, params, target] as const),
  ),
)("%s with %j %j reaches MLflow no more once %s is frozen", async (id, body, params, target) => {
  const shop = workshop();
  shop.frozen.add(target as never);
  await expect(shop.call(id, body, params)).rejects.toEqual(refused("RESOURCE_CONFLICT", /frozen/));
  expect(shop.sent).toEqual([]);
});

test("What is sent on is what was read, at the route's own path", async () => {
  const shop = workshop();
  await shop.call("POST /api/2.0/mlflow/runs/set-tag", { run_id: RUN, key: "note", value: "x" });
  await shop.call(
    "PATCH /api/2.0/mlflow/logged-models/<model_id>",
    { status: "LOGGED_MODEL_READY" },
    { model_id: MODEL },
  );
  await shop.call(
    "DELETE /api/2.0/mlflow/logged-models/<model_id>/tags/<tag_key>",
    {},
    { model_id: MODEL, tag_key: "a b" },
  );
  expect(shop.sent).toEqual([
    { method: "POST", path: `${MLFLOW}/runs/set-tag`, body: { run_id: RUN, key: "note", value: "x" } },
    {
      method: "PATCH",
      path: `${MLFLOW}/logged-models/${MODEL}`,
      body: { status: "LOGGED_MODEL_READY", model_id: MODEL },
    },
    { method: "DELETE", path: `${MLFLOW}/logged-models/${MODEL}/tags/a%20b` },
  ]);
});

test("MLflow's own refusal reaches the client as it is", async () => {
  const shop = workshop();
  const body = { error_code: "INVALID_PARAMETER_VALUE", message: "Changing param values is not allowed." };
  shop.answers[`POST ${MLFLOW}/runs/log-parameter`] = { status: 400, body };
  const answer = await shop.call("POST /api/2.0/mlflow/runs/log-parameter", {
    run_id: RUN,
    key: "c",
    value: "2",
  });
  expect([answer.status, JSON.parse(String(answer.body)), shop.open()]).toEqual([400, body, 0]);
});

test("A write without an answer counts as under way: MLflow may still be at it", async () => {
  jest.useFakeTimers();
  try {
    const shop = workshop();
    shop.answers[`POST ${MLFLOW}/runs/set-tag`] = new Refusal("RESOURCE_CONFLICT", "no answer");
    await expect(
      shop.call("POST /api/2.0/mlflow/runs/set-tag", { run_id: RUN, key: "note", value: "x" }),
    ).rejects.toEqual(refused("RESOURCE_CONFLICT"));
    expect(shop.open()).toBe(1);
    jest.advanceTimersByTime(60_000);
    expect(shop.open()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});

const STAMPS = [
  { key: "mlflow.user", value: "anna" },
  { key: "evidence.created_by", value: `${anna.issuer}#${anna.subject}` },
  { key: "evidence.created_by_name", value: "anna" },
  { key: "evidence.created_by_kind", value: "person" },
  { key: "evidence.created_at", value: AT.toISOString() },
  { key: "evidence.call", value: "call-1" },
];

test("A run is stamped with whom the token names, whoever the client says it is", async () => {
  const shop = workshop();
  shop.answers[`POST ${MLFLOW}/runs/create`] = { body: { run: { info: { run_id: RUN } } } };
  await shop.call("POST /api/2.0/mlflow/runs/create", {
    experiment_id: "7",
    user_id: "ceo",
    start_time: 1,
    tags: [
      { key: "mlflow.user", value: "ceo" },
      { key: "MLflow.User", value: "ceo" },
      { key: "mlflow.source.name", value: "train.py" },
    ],
  });
  expect(shop.sent).toEqual([
    {
      method: "POST",
      path: `${MLFLOW}/runs/create`,
      body: {
        experiment_id: "7",
        user_id: "anna",
        start_time: 1,
        tags: [{ key: "mlflow.source.name", value: "train.py" }, ...STAMPS],
      },
    },
  ]);
  expect(shop.contributed).toEqual([`run:${RUN}`]);
});

test("A logged model is stamped, and its run must not be frozen", async () => {
  const shop = workshop();
  shop.answers[`POST ${MLFLOW}/logged-models`] = { body: { model: { info: { model_id: MODEL } } } };
  const body = {
    experiment_id: "7",
    name: "credit",
    source_run_id: RUN,
    tags: [{ key: "mlflow.user", value: "ceo" }],
  };
  await shop.call("POST /api/2.0/mlflow/logged-models", body);
  expect(shop.sent[0]?.body).toEqual({ ...body, tags: STAMPS });
  expect([shop.begun, shop.contributed, shop.open()]).toEqual([[[`run:${RUN}`]], [`model:${MODEL}`], 0]);
  shop.frozen.add(`run:${RUN}`);
  await expect(shop.call("POST /api/2.0/mlflow/logged-models", body)).rejects.toEqual(
    refused("RESOURCE_CONFLICT"),
  );
  expect(shop.sent).toHaveLength(1);
});

test("A logged model without a run is its maker's", async () => {
  const shop = workshop();
  shop.answers[`POST ${MLFLOW}/logged-models`] = { body: { model: { info: { model_id: MODEL } } } };
  await shop.call("POST /api/2.0/mlflow/logged-models", { experiment_id: "7", source_run_id: "" });
  expect([shop.begun, shop.contributed]).toEqual([[], [`model:${MODEL}`]]);
});

test.each([
  [
    "that does not exist",
    { source_run_id: UNKNOWN_RUN, experiment_id: "7" },
    "RESOURCE_DOES_NOT_EXIST",
    /no run/,
  ],
  [
    "that nobody knows the maker of",
    { source_run_id: UNSTAMPED_RUN, experiment_id: "7" },
    "PERMISSION_DENIED",
    /not made through the gate/,
  ],
  [
    "of another experiment",
    { source_run_id: OTHER_RUN, experiment_id: "7" },
    "INVALID_PARAMETER_VALUE",
    /experiment 8/,
  ],
  [
    "whose id is dressed up",
    { source_run_id: RUN.toUpperCase().replace("1", "A"), experiment_id: "7" },
    "INVALID_PARAMETER_VALUE",
    /32 hexadecimal/,
  ],
])("A logged model cannot claim a run %s", async (_, body, code, words) => {
  const shop = workshop();
  await expect(shop.call("POST /api/2.0/mlflow/logged-models", body)).rejects.toEqual(refused(code, words));
  expect(shop.sent).toEqual([]);
});

const RESERVED = [
  "evidence.created_by",
  "evidence.x",
  "Evidence.created_by",
  "EVIDENCE.CALL",
  "ｅvidence.call",
  " evidence.call",
  "\u200bevidence.call",
];

test.each(RESERVED)("Nobody but the gate writes tag %j, anywhere", async (key) => {
  const shop = workshop();
  const tags = [{ key, value: "forged" }];
  const attempts: readonly (readonly [string, JsonObject, Record<string, string>?])[] = [
    ["POST /api/2.0/mlflow/runs/create", { experiment_id: "7", tags }],
    ["POST /api/2.0/mlflow/runs/set-tag", { run_id: RUN, ...tags[0]! }],
    ["POST /api/2.0/mlflow/runs/delete-tag", { run_id: RUN, key }],
    ["POST /api/2.0/mlflow/runs/log-batch", { run_id: RUN, tags }],
    ["POST /api/2.0/mlflow/runs/log-inputs", { run_id: RUN, datasets: [{ tags, dataset: { name: "d" } }] }],
    ["POST /api/2.0/mlflow/logged-models", { experiment_id: "7", tags }],
    ["PATCH /api/2.0/mlflow/logged-models/<model_id>/tags", { tags }, { model_id: MODEL }],
    ["DELETE /api/2.0/mlflow/logged-models/<model_id>/tags/<tag_key>", {}, { model_id: MODEL, tag_key: key }],
    ["POST /api/2.0/mlflow/experiments/create", { name: "credit", tags }],
    ["POST /api/2.0/mlflow/experiments/set-experiment-tag", { experiment_id: "7", ...tags[0]! }],
    ["POST /api/2.0/mlflow/experiments/delete-experiment-tag", { experiment_id: "7", key }],
  ];
  for (const [id, body, params] of attempts)
    await expect(shop.call(id, body, params)).rejects.toEqual(refused("PERMISSION_DENIED", /gate's own/));
  expect(shop.sent).toEqual([]);
});

test.each(["mlflow.user", "MLFLOW.USER", "mlflow.ｕser", " mlflow.user"])(
  "Who made a run is not unsaid later, by tag %j",
  async (key) => {
    const shop = workshop();
    const tag = { key, value: "ben" };
    const attempts: readonly (readonly [string, JsonObject, Record<string, string>?])[] = [
      ["POST /api/2.0/mlflow/runs/set-tag", { run_id: RUN, ...tag }],
      ["POST /api/2.0/mlflow/runs/log-batch", { run_id: RUN, tags: [tag] }],
      ["POST /api/2.0/mlflow/runs/delete-tag", { run_id: RUN, key }],
      ["PATCH /api/2.0/mlflow/logged-models/<model_id>/tags", { tags: [tag] }, { model_id: MODEL }],
      [
        "DELETE /api/2.0/mlflow/logged-models/<model_id>/tags/<tag_key>",
        {},
        { model_id: MODEL, tag_key: key },
      ],
    ];
    for (const [id, body, params] of attempts)
      await expect(shop.call(id, body, params)).rejects.toEqual(
        refused("PERMISSION_DENIED", /who made this/),
      );
    expect(shop.sent).toEqual([]);
  },
);

test("A tool that copies a run's tags onto itself may say again who made it", async () => {
  const shop = workshop();
  const tag = { key: "mlflow.user", value: "anna" };
  await shop.call("POST /api/2.0/mlflow/runs/set-tag", { run_id: RUN, ...tag });
  await shop.call("POST /api/2.0/mlflow/runs/log-batch", { run_id: RUN, tags: [tag] });
  expect(shop.sent).toHaveLength(2);
});

const NOT_ONE_THING: readonly (readonly [string, string, JsonObject, Record<string, string>])[] = [
  [
    "a metric of a batch names another run",
    "POST /api/2.0/mlflow/runs/log-batch",
    { run_id: RUN, metrics: [{ key: "a", value: 1, run_id: OTHER_RUN }] },
    {},
  ],
  [
    "a metric of a batch names a model in capitals",
    "POST /api/2.0/mlflow/runs/log-batch",
    { run_id: RUN, metrics: [{ key: "a", value: 1, model_id: MODEL.toUpperCase() }] },
    {},
  ],
  [
    "an output is no model's id",
    "POST /api/2.0/mlflow/runs/outputs",
    { run_id: RUN, models: [{ model_id: `${MODEL} ` }] },
    {},
  ],
  [
    "an input is no model's id",
    "POST /api/2.0/mlflow/runs/log-inputs",
    { run_id: RUN, models: [{ model_id: "models:/credit/1" }] },
    {},
  ],
  [
    "the model's file is of another run",
    "POST /api/2.0/mlflow/runs/log-model",
    { run_id: RUN, model_json: JSON.stringify({ run_id: OTHER_RUN }) },
    {},
  ],
  [
    "the model's file is no JSON",
    "POST /api/2.0/mlflow/runs/log-model",
    { run_id: RUN, model_json: "MLmodel" },
    {},
  ],
  [
    "the model's file is a list",
    "POST /api/2.0/mlflow/runs/log-model",
    { run_id: RUN, model_json: "[]" },
    {},
  ],
  ["the run is missing", "POST /api/2.0/mlflow/runs/set-tag", { key: "a", value: "b" }, {}],
  [
    "body and address name two models",
    "PATCH /api/2.0/mlflow/logged-models/<model_id>",
    { model_id: OTHER_MODEL, status: "LOGGED_MODEL_READY" },
    { model_id: MODEL },
  ],
  [
    "an experiment's id has a second spelling",
    "POST /api/2.0/mlflow/experiments/delete",
    { experiment_id: "07" },
    {},
  ],
];

test.each(NOT_ONE_THING)("Refused, and not sent on: %s", async (_, id, body, params) => {
  const shop = workshop();
  await expect(shop.call(id, body, params)).rejects.toEqual(refused("INVALID_PARAMETER_VALUE"));
  expect([shop.sent, shop.begun]).toEqual([[], []]);
});

test("An experiment's artifacts lie where the gate sees every write", async () => {
  const shop = workshop();
  const id = "POST /api/2.0/mlflow/experiments/create";
  await expect(shop.call(id, { name: "credit", artifact_location: "s3://mine/" })).rejects.toEqual(
    refused("PERMISSION_DENIED", /artifact_location/),
  );
  shop.answers[`POST ${MLFLOW}/experiments/create`] = { body: { experiment_id: "9" } };
  await shop.call(id, { name: "credit", artifact_location: "" });
  expect([shop.sent.map(({ body }) => body), shop.contributed]).toEqual([
    [{ name: "credit" }],
    ["experiment:9"],
  ]);
});

test.each([
  "credit\u0000",
  "credit\n",
  "credit\u200b",
  "cre\u202edit",
  "credit ",
  " credit",
  "credit  scoring",
  "credit\u00a0scoring",
  "credit\u3000",
  "u\u0308ber",
])("No experiment is called %j, which looks like another name", async (name) => {
  const shop = workshop();
  const invalid = refused("INVALID_PARAMETER_VALUE", /invisible/);
  await expect(shop.call("POST /api/2.0/mlflow/experiments/create", { name })).rejects.toEqual(invalid);
  await expect(
    shop.call("POST /api/2.0/mlflow/experiments/update", { experiment_id: "7", new_name: name }),
  ).rejects.toEqual(invalid);
});

test.each([
  "credit-scoring/retraining-for-first-release/CHG-1042/annex-iii-5b",
  "Größe 模型 v1",
  "MLflow Quickstart",
])("An experiment may be called %j", async (name) => {
  const shop = workshop();
  shop.answers[`POST ${MLFLOW}/experiments/create`] = { body: { experiment_id: "9" } };
  expect((await shop.call("POST /api/2.0/mlflow/experiments/create", { name })).status).toBe(200);
});

describe("A data set whose name and digest the experiment knows from another source", () => {
  const sent = (source: string, type = "s3") => ({
    run_id: RUN,
    datasets: [
      { tags: [], dataset: { name: "credit-train", digest: "780be5cd", source_type: type, source } },
    ],
  });
  const shown = (source: string, type = "s3") => ({
    body: {
      run: {
        info: {
          run_id: RUN,
          experiment_id: "7",
          status: "RUNNING",
          lifecycle_stage: "active",
          start_time: 1,
        },
        inputs: {
          dataset_inputs: [
            { dataset: { name: "credit-train", digest: "780be5cd", source_type: type, source } },
          ],
        },
      },
    },
  });
  const log = async (body: JsonObject, answer: { body: unknown }) => {
    const shop = workshop();
    shop.answers[`GET ${MLFLOW}/runs/get`] = answer;
    return (await shop.call("POST /api/2.0/mlflow/runs/log-inputs", body)).status;
  };

  test("is refused, for MLflow would show the other one", async () => {
    await expect(log(sent('{"uri":"s3://v13"}'), shown('{"uri":"s3://v12"}'))).rejects.toEqual(
      refused("RESOURCE_CONFLICT", /s3:\/\/v12.*another name/),
    );
    await expect(log(sent('{"uri":"s3://v12"}'), shown('{"uri":"s3://v12"}', "local"))).rejects.toEqual(
      refused("RESOURCE_CONFLICT"),
    );
  });
  test("is taken when it is the same source", async () => {
    expect(await log(sent('{"uri":"s3://v12"}'), shown('{"uri":"s3://v12"}'))).toBe(200);
  });
  test("is taken of autologging, which names a script", async () => {
    expect(await log(sent('{"tags":{"a":1}}', "code"), shown('{"tags":{"a":2}}', "code"))).toBe(200);
  });
});
