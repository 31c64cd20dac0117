import { ROUTES } from "../../../gate/routes/table";
import { MODEL, RUN } from "../decisions/fake-mlflow";
import { ben, person, pipeline, refusalOf } from "../decisions/world";
import { Desk, json } from "./desk";

const VERSION = { name: "credit", version: "1" };
const CREATE = "POST model-versions/create";
const TRANSITION = "POST model-versions/transition-stage";
const ALIAS = "POST registered-models/alias";
const OTHER_RUN = "c".repeat(32);

test("every governed route of the pinned MLflow is handled, and no other", () => {
  const governed = ROUTES.filter((route) => route.class === "governed").map(({ id }) => id);
  expect([...new Desk().routes()].sort()).toEqual([...governed].sort());
});

describe("a reader changes nothing", () => {
  test.each([
    [CREATE, { name: "credit", source: `models:/${MODEL}` }],
    [TRANSITION, { ...VERSION, stage: "Staging" }],
    [ALIAS, { ...VERSION, alias: "candidate" }],
    ["DELETE registered-models/alias", { name: "credit", alias: "candidate" }],
    ["PATCH model-versions/update", { ...VERSION, description: "x" }],
    ["POST model-versions/set-tag", { ...VERSION, key: "k", value: "v" }],
    ["DELETE model-versions/delete-tag", { ...VERSION, key: "k" }],
    ["DELETE model-versions/delete", VERSION],
    ["POST registered-models/create", { name: "new" }],
    ["PATCH registered-models/update", { name: "credit", description: "x" }],
    ["POST registered-models/set-tag", { name: "credit", key: "k", value: "v" }],
    ["DELETE registered-models/delete-tag", { name: "credit", key: "k" }],
    ["POST registered-models/rename", { name: "toy", new_name: "toys" }],
    ["DELETE registered-models/delete", { name: "toy" }],
  ])("%s", async (route, body) => {
    const desk = new Desk();
    const refusal = await refusalOf(desk.ask(route, body, person("dan", "reader")));
    expect(refusal.code).toBe("PERMISSION_DENIED");
    expect(refusal.message).toContain("dan may not do this");
    expect(desk.sent).toEqual([]);
  });
});

describe("stages", () => {
  test.each(["production", "PRODUCTION", "Production", "pRODUCTION"])(
    "%s is the door into production, whatever its case",
    async (stage) => {
      const desk = new Desk();
      expect((await refusalOf(desk.ask(TRANSITION, { ...VERSION, stage }))).message).toContain("[approved]");
      await desk.world.approve();
      const answer = await desk.ask(TRANSITION, { ...VERSION, stage });
      expect(json(answer)).toMatchObject({ model_version: { current_stage: "Production" } });
      expect(desk.sent.at(-1)).toEqual({ ...VERSION, stage: "Production", archive_existing_versions: false });
    },
  );

  test.each(["Live", "Ｐroduction", "Production ", "Deleted_Internal", ""])(
    "'%s' is no stage",
    async (stage) => {
      const desk = new Desk();
      expect((await refusalOf(desk.ask(TRANSITION, { ...VERSION, stage }))).code).toBe(
        "INVALID_PARAMETER_VALUE",
      );
      expect(desk.sent).toEqual([]);
    },
  );

  test("archiving others goes with Staging and Production only", async () => {
    const desk = new Desk();
    const body = { ...VERSION, stage: "Archived", archive_existing_versions: true };
    expect((await refusalOf(desk.ask(TRANSITION, body))).code).toBe("INVALID_PARAMETER_VALUE");
  });

  test("an answer that was lost is made up from what MLflow is seen to have done", async () => {
    const desk = new Desk();
    await desk.world.approve();
    desk.world.mlflow.after = () => {
      throw new Error("connection reset");
    };
    const answer = await desk.ask(TRANSITION, { ...VERSION, stage: "Production" });
    expect(json(answer)).toMatchObject({ model_version: { version: "1", current_stage: "Production" } });
  });
});

describe("aliases", () => {
  test("a protected one is a door into production", async () => {
    const desk = new Desk();
    expect((await refusalOf(desk.ask(ALIAS, { ...VERSION, alias: "champion" }))).message).toContain(
      "[approved]",
    );
    await desk.world.approve();
    expect(json(await desk.ask(ALIAS, { ...VERSION, alias: "champion" }, pipeline))).toEqual({});
    expect(desk.world.mlflow.aliases.get("champion")).toBe("1");
  });

  test.each(["Champion", "CHAMPION", "ｃhampion"])(
    "%s would be taken for the protected one, and is refused by both routes",
    async (alias) => {
      const desk = new Desk();
      for (const route of [ALIAS, "DELETE registered-models/alias"]) {
        const refusal = await refusalOf(desk.ask(route, { ...VERSION, alias }));
        expect(refusal.code).toBe("INVALID_PARAMETER_VALUE");
        expect(refusal.message).toContain("champion");
      }
      expect(desk.sent).toEqual([]);
    },
  );

  test.each(["сhampion", "cham pion", "", "x".repeat(101), "cham\u200Bpion"])(
    "'%s' is no alias",
    async (alias) => {
      const desk = new Desk();
      expect((await refusalOf(desk.ask(ALIAS, { ...VERSION, alias }))).code).toBe("INVALID_PARAMETER_VALUE");
      expect(desk.sent).toEqual([]);
    },
  );

  test("others are free, for versions that are frozen, too", async () => {
    const desk = new Desk();
    await desk.world.approve();
    await desk.ask(ALIAS, { ...VERSION, alias: "candidate" });
    expect(desk.world.mlflow.aliases.get("candidate")).toBe("1");
  });

  test("a protected one never goes to a model that no system declares", async () => {
    const desk = new Desk();
    const refusal = await refusalOf(desk.ask(ALIAS, { name: "toy", version: "1", alias: "champion" }));
    expect(refusal.message).toContain("no AI system in configs/systems declares");
  });
});

describe("a new version", () => {
  test("is made of a logged model and its run, whatever else is left out, and stamped with who made it", async () => {
    const desk = new Desk();
    await desk.ask(CREATE, {
      ...{ name: "credit", source: `models:/${MODEL}`, model_id: MODEL },
      tags: [
        { key: "mlflow.user", value: "ceo" },
        { key: "stage", value: "try" },
      ],
    });
    expect(desk.sent[0]).toMatchObject({
      name: "credit",
      source: `models:/${MODEL}`,
      run_id: RUN,
      model_id: MODEL,
    });
    const tags = desk.sent[0]?.["tags"] as { key: string; value: string }[];
    expect(Object.fromEntries(tags.map(({ key, value }) => [key, value]))).toMatchObject({
      stage: "try",
      "mlflow.user": "anna",
      "evidence.created_by": "https://issuer.example#id-of-anna",
      "evidence.call": "call-1",
    });
    expect(await desk.world.state.contributors(["version:credit/2"])).toMatchObject([{ name: "anna" }]);
  });

  test("of a client of MLflow 2 is made of a folder of its run's artifacts", async () => {
    const desk = new Desk();
    const source = `mlflow-artifacts:/1/${RUN}/artifacts/model`;
    await desk.ask(CREATE, { name: "credit", source, run_id: RUN });
    expect(desk.sent[0]).toMatchObject({ source, run_id: RUN });
  });

  test("that copies another is made of what that one is made of, and gets stamps of its own", async () => {
    const desk = new Desk();
    const stamp = { key: "evidence.created_by", value: "https://issuer.example#somebody" };
    desk.world.mlflow.addVersion("1", { tags: [stamp, { key: "note", value: "x" }] });
    desk.world.mlflow.registered.set("copies", { tags: [] });
    await desk.ask(CREATE, {
      name: "copies",
      source: "models:/credit/1",
      run_id: RUN,
      tags: [stamp, { key: "note", value: "x" }],
    });
    expect(desk.sent[0]).toMatchObject({
      name: "copies",
      source: `models:/${MODEL}`,
      run_id: RUN,
      model_id: MODEL,
    });
    const tags = desk.sent[0]?.["tags"] as { key: string; value: string }[];
    expect(tags.filter(({ key }) => key === "evidence.created_by").map(({ value }) => value)).toEqual([
      "https://issuer.example#id-of-anna",
    ]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["an address elsewhere", { source: "s3://evil/model", run_id: RUN }, "field 'source'"],
    ["an address elsewhere and no run", { source: "https://evil.example/model" }, "field 'source'"],
    ["a file of the server", { source: "/etc", run_id: RUN }, "field 'source'"],
    [
      "runs:/, which clients read in two ways",
      { source: `runs:/${RUN}/model`, run_id: RUN },
      "mlflow.register_model",
    ],
    ["an alias, which may point elsewhere tomorrow", { source: "models:/credit@champion" }, "field 'source'"],
    [
      "another host",
      { source: `mlflow-artifacts://evil/1/${RUN}/artifacts/model`, run_id: RUN },
      "field 'source'",
    ],
    ["a step up", { source: `mlflow-artifacts:/1/${RUN}/artifacts/../../x`, run_id: RUN }, "field 'source'"],
    [
      "an encoded step up",
      { source: `mlflow-artifacts:/1/${RUN}/artifacts/%2e%2e/x`, run_id: RUN },
      "field 'source'",
    ],
    [
      "artifacts of another run",
      { source: `mlflow-artifacts:/1/${OTHER_RUN}/artifacts/model`, run_id: RUN },
      "field 'run_id'",
    ],
    [
      "artifacts of a run that is not named",
      { source: `mlflow-artifacts:/1/${RUN}/artifacts/model` },
      "field 'run_id' is missing",
    ],
    [
      "artifacts in another experiment",
      { source: `mlflow-artifacts:/7/${RUN}/artifacts/model`, run_id: RUN },
      "is not of the active run",
    ],
    ["a logged model and a forged run", { source: `models:/${MODEL}`, run_id: OTHER_RUN }, "field 'run_id'"],
    [
      "a logged model under another's id",
      { source: `models:/${MODEL}`, model_id: `m-${"c".repeat(32)}` },
      "field 'model_id'",
    ],
    ["a copy under a forged run", { source: "models:/credit/1", run_id: OTHER_RUN }, "field 'run_id'"],
  ])("is not made of %s", async (_, given, words) => {
    const desk = new Desk();
    const refusal = await refusalOf(desk.ask(CREATE, { name: "credit", ...(given as object) }));
    expect(refusal.code).toBe("INVALID_PARAMETER_VALUE");
    expect(refusal.message).toContain(words);
    expect(desk.sent).toEqual([]);
  });

  test.each([
    ["that is not ready", { status: "LOGGED_MODEL_PENDING" }, "is not ready"],
    ["that no run made", { source_run_id: "" }, "belongs to no run"],
  ])("is not made of a logged model %s", async (_, change, words) => {
    const desk = new Desk();
    Object.assign(desk.world.mlflow.models.get(MODEL) ?? {}, change);
    const refusal = await refusalOf(desk.ask(CREATE, { name: "credit", source: `models:/${MODEL}` }));
    expect(refusal.message).toContain(words);
  });

  test("is not made of a logged model that does not exist, in MLflow's own words", async () => {
    const desk = new Desk();
    const source = `models:/m-${"d".repeat(32)}`;
    expect((await refusalOf(desk.ask(CREATE, { name: "credit", source }))).code).toBe(
      "RESOURCE_DOES_NOT_EXIST",
    );
  });

  test.each([
    ["javascript:alert(1)", "field 'run_link'"],
    [`https://example.org/${"x".repeat(600)}`, "at most 500 characters"],
  ])("has no link %s", async (run_link, words) => {
    const desk = new Desk();
    const body = { name: "credit", source: `models:/${MODEL}`, run_link };
    expect((await refusalOf(desk.ask(CREATE, body))).message).toContain(words);
  });

  test("is no prompt when its model is none", async () => {
    const desk = new Desk();
    const tags = [{ key: "mlflow.prompt.is_prompt", value: "true" }];
    const body = { name: "credit", source: "prompt-template", tags };
    expect((await refusalOf(desk.ask(CREATE, body))).message).toContain("is a model and no prompt");
  });
});

describe("tags", () => {
  test.each([
    "evidence.approved",
    "Evidence.created_by",
    "ｅvidence.created_by",
    " evidence.call",
    "mlflow.user",
    "MLflow.User",
  ])("%s is the gate's own, on versions and models", async (key) => {
    const desk = new Desk();
    for (const [route, body] of [
      ["POST model-versions/set-tag", { ...VERSION, key, value: "v" }],
      ["DELETE model-versions/delete-tag", { ...VERSION, key }],
    ] as const)
      expect((await refusalOf(desk.ask(route, body))).code).toBe("PERMISSION_DENIED");
    expect(desk.sent).toEqual([]);
  });

  test("whoever tags a version took part in it", async () => {
    const desk = new Desk();
    await desk.ask("POST model-versions/set-tag", { ...VERSION, key: "k", value: "v" });
    expect(await desk.world.state.contributors(["version:credit/1"])).toMatchObject([{ name: "anna" }]);
  });

  test("a model is not made a prompt, nor a prompt a model", async () => {
    const desk = new Desk();
    for (const key of ["mlflow.prompt.is_prompt", "MLflow.Prompt.Is_Prompt"])
      for (const route of ["POST registered-models/set-tag", "DELETE registered-models/delete-tag"])
        expect((await refusalOf(desk.ask(route, { name: "credit", key }))).code).toBe("PERMISSION_DENIED");
  });
});

describe("what is approved or in production stays as it is", () => {
  test.each<[string, Record<string, string>]>([
    ["POST model-versions/set-tag", { ...VERSION, key: "k", value: "v" }],
    ["DELETE model-versions/delete-tag", { ...VERSION, key: "k" }],
    ["PATCH model-versions/update", { ...VERSION, description: "better" }],
    ["DELETE model-versions/delete", VERSION],
    ["DELETE registered-models/delete", { name: "credit" }],
  ])("%s is refused while an approval stands", async (route, body) => {
    const desk = new Desk();
    await desk.world.approve();
    expect((await refusalOf(desk.ask(route, body))).code).toBe("RESOURCE_CONFLICT");
    expect(desk.sent).toEqual([]);
  });

  test.each<[string, Record<string, string>, string]>([
    ["DELETE model-versions/delete", VERSION, "is in production (alias champion) and is not deleted"],
    ["DELETE registered-models/delete", { name: "credit" }, "'credit' is not deleted"],
  ])("%s is refused for what was in production before there was a gate", async (route, body, words) => {
    const desk = new Desk();
    desk.world.mlflow.aliases.set("champion", "1");
    const refusal = await refusalOf(desk.ask(route, body));
    expect(refusal.code).toBe("RESOURCE_CONFLICT");
    expect(refusal.message).toContain(words);
    expect(desk.sent).toEqual([]);
  });
});

describe("registered models", () => {
  test.each(["Credit", "CREDIT"])("%s would be taken for credit, and is not made", async (name) => {
    const desk = new Desk();
    for (const [route, body] of [
      ["POST registered-models/create", { name }],
      ["POST registered-models/rename", { name: "toy", new_name: name }],
    ] as const) {
      desk.world.mlflow.registered.set("toy", { tags: [] });
      expect((await refusalOf(desk.ask(route, body))).message).toContain("credit");
    }
    expect(desk.sent).toEqual([]);
  });

  test("none is renamed to what would be taken for another, declared or not", async () => {
    const desk = new Desk();
    for (const name of ["toy", "game"]) desk.world.mlflow.registered.set(name, { tags: [] });
    const refusal = await refusalOf(
      desk.ask("POST registered-models/rename", { name: "toy", new_name: "Game" }),
    );
    expect(refusal.message).toContain("would be taken for the registered model 'game'");
    await desk.ask("POST registered-models/rename", { name: "toy", new_name: "Toy" });
    expect(desk.sent).toEqual([{ name: "toy", new_name: "Toy" }]);
  });

  test("one that exists is MLflow's to refuse, in the form that clients wait for", async () => {
    const desk = new Desk();
    await desk.ask("POST registered-models/create", { name: "credit" });
    expect(desk.sent).toEqual([{ name: "credit" }]);
  });

  test.each([
    ["takes the name that a system declares", { name: "toy", new_name: "credit" }],
    ["gives the name up that a system declares", { name: "credit", new_name: "toy" }],
  ])("none %s", async (_, body) => {
    const desk = new Desk();
    desk.world.mlflow.registered.set("toy", { tags: [] });
    const refusal = await refusalOf(desk.ask("POST registered-models/rename", body));
    expect(refusal.message).toContain("is the registered model of an AI system");
    expect(desk.sent).toEqual([]);
  });

  test("whoever took part in a version is known under its new name", async () => {
    const desk = new Desk();
    desk.world.mlflow.registered.set("toy", { tags: [] });
    desk.world.mlflow.addVersion("1", { name: "toy" });
    await desk.world.state.contributed(["version:toy/1"], ben);
    await desk.ask("POST registered-models/rename", { name: "toy", new_name: "game" });
    const known = await desk.world.state.contributors(["version:game/1"]);
    expect(known).toMatchObject([{ name: "ben", principal: "https://issuer.example#id-of-ben" }]);
  });

  test("none gets a deployment job, which nobody would look at", async () => {
    const desk = new Desk();
    for (const [route, body] of [
      ["POST registered-models/create", { name: "new", deployment_job_id: "7" }],
      ["PATCH registered-models/update", { name: "credit", deployment_job_id: "7" }],
    ] as const)
      expect((await refusalOf(desk.ask(route, body))).message).toContain("deployment_job_id");
  });
});
