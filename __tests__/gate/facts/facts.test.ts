import { createHash } from "node:crypto";
import { canonicalString } from "../../../evidence/event";
import { approvalKeyOf, evidenceDigest, partDigests, readFacts } from "../../../gate/facts";
import { FakeMlflow, MODEL, ROOT, RUN } from "../decisions/fake-mlflow";
import { refusalOf } from "../decisions/world";

const ID = { name: "credit", version: "1" };
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("the artifact manifest", () => {
  test("lists what is served to whoever loads the version, by path, with lengths and SHA-256", async () => {
    const { artifacts } = await readFacts(new FakeMlflow(), ID);
    const files = [
      { path: "MLmodel", bytes: 11, sha256: sha256("flavors: {}") },
      { path: "data/model.pkl", bytes: 7, sha256: sha256("weights") },
    ];
    expect(artifacts).toEqual({ files, sha256: sha256(canonicalString(files)) });
  });

  test("is the same whatever order MLflow lists the files in", async () => {
    const mlflow = new FakeMlflow();
    const before = await readFacts(mlflow, ID);
    const files = [...mlflow.files].reverse();
    mlflow.files.clear();
    for (const [path, text] of files) mlflow.files.set(path, text);
    expect((await readFacts(mlflow, ID)).artifacts).toEqual(before.artifacts);
  });

  test.each([
    ["a version of an address elsewhere", { source: "s3://bucket/model" }],
    ["artifacts of another run", { source: `mlflow-artifacts:/1/${"c".repeat(32)}/artifacts/model` }],
    ["a logged model that is gone", { source: `models:/m-${"d".repeat(32)}` }],
  ])("is absent for %s: nothing of it can be approved, and that is said", async (_, change) => {
    const mlflow = new FakeMlflow();
    mlflow.addVersion("1", change);
    const facts = await readFacts(mlflow, ID);
    expect(facts.artifacts).toBeUndefined();
    expect(() => approvalKeyOf(facts)).toThrow("serves artifacts that are not those of its own run");
  });

  test("is not made of a file that has another length than it was listed with", async () => {
    const mlflow = new FakeMlflow();
    mlflow.artifact = async () =>
      (async function* () {
        yield Buffer.from("flav");
      })();
    expect((await refusalOf(readFacts(mlflow, ID))).message).toMatch(
      /was listed with \d+ bytes and read with 4/,
    );
  });

  test.each<[string, (mlflow: FakeMlflow) => void, string]>([
    [
      "ten thousand files and more",
      ({ files }) => Array.from({ length: 10_001 }, (_, number) => files.set(`${ROOT}/f/${number}`, "x")),
      "more than 10000 files",
    ],
    [
      "folders without end",
      ({ files }) => void files.set(`${ROOT}/${"d/".repeat(40)}x`, "x"),
      "nested deeper than 32",
    ],
  ])("is not made of %s", async (_, change, words) => {
    const mlflow = new FakeMlflow();
    change(mlflow);
    expect((await refusalOf(readFacts(mlflow, ID))).message).toContain(words);
  });
});

describe("the facts", () => {
  test("of a client of MLflow 2 are those of its run: there is no logged model", async () => {
    const mlflow = new FakeMlflow();
    mlflow.addVersion("1", { source: `mlflow-artifacts:/1/${RUN}/artifacts/model` });
    mlflow.files.set(`1/${RUN}/artifacts/model/MLmodel`, "flavors: {}");
    const facts = await readFacts(mlflow, ID);
    expect(facts.version.modelId).toBeUndefined();
    expect(facts.artifacts?.files.map(({ path }) => path)).toEqual(["MLmodel"]);
    expect(approvalKeyOf(facts)).toMatchObject({ runId: RUN, modelId: "" });
  });

  test("name run, experiment, logged model and outputs", async () => {
    expect(await readFacts(new FakeMlflow(), ID)).toMatchObject({
      version: { ...ID, modelId: MODEL, createdAt: 1001 },
      run: { id: RUN, experimentName: "credit/retraining", outputs: [MODEL], status: "FINISHED" },
      model: { id: MODEL, sourceRunId: RUN },
    });
  });

  test("say of a run that was deleted for good that it is not there", async () => {
    const mlflow = new FakeMlflow();
    mlflow.runs.clear();
    expect((await readFacts(mlflow, ID)).run).toBeUndefined();
  });
});

describe("the evidence digest", () => {
  const digest = async (change: (mlflow: FakeMlflow) => unknown): Promise<string> => {
    const mlflow = new FakeMlflow();
    change(mlflow);
    return evidenceDigest(await readFacts(mlflow, ID));
  };
  const version = (mlflow: FakeMlflow): object => mlflow.versions.get("credit/1") ?? {};
  const run = (mlflow: FakeMlflow): object => mlflow.runs.get(RUN) ?? {};

  test.each<[string, (mlflow: FakeMlflow) => unknown]>([
    ["the stage", (mlflow) => Object.assign(version(mlflow), { current_stage: "Production" })],
    ["an alias", (mlflow) => mlflow.aliases.set("champion", "1")],
    [
      "the time of the last update",
      (mlflow) => Object.assign(version(mlflow), { last_updated_timestamp: 77 }),
    ],
    ["the order of metrics", (mlflow) => mlflow.runs.get(RUN)?.metrics.reverse()],
    [
      "another version of the same logged model",
      (mlflow) => mlflow.models.get(MODEL)?.tags.push({ key: "mlflow.modelVersions", value: "[]" }),
    ],
  ])("does not depend on %s", async (_, change) => {
    expect(await digest(change)).toBe(await digest(() => undefined));
  });

  test.each<[string, (mlflow: FakeMlflow) => unknown]>([
    ["the time of creation", (mlflow) => Object.assign(version(mlflow), { creation_timestamp: 5 })],
    [
      "a tag of the version",
      (mlflow) => Object.assign(version(mlflow), { tags: [{ key: "k", value: "v" }] }),
    ],
    ["the description", (mlflow) => Object.assign(version(mlflow), { description: "x" })],
    ["a tag of the run", (mlflow) => Object.assign(run(mlflow), { tags: [] })],
    [
      "a metric",
      (mlflow) =>
        Object.assign(run(mlflow), { metrics: [{ key: "auc", value: 0.81, timestamp: 1, step: 0 }] }),
    ],
    ["a data set", (mlflow) => Object.assign(run(mlflow), { datasets: [{ dataset: { name: "x" } }] })],
    ["the status of the run", (mlflow) => Object.assign(run(mlflow), { status: "RUNNING" })],
    ["the life cycle of the run", (mlflow) => Object.assign(run(mlflow), { lifecycle_stage: "deleted" })],
    ["the outputs of the run", (mlflow) => Object.assign(run(mlflow), { outputs: [] })],
    ["a tag of the logged model", (mlflow) => mlflow.models.get(MODEL)?.tags.push({ key: "k", value: "v" })],
  ])("changes with %s", async (_, change) => {
    expect(await digest(change)).not.toBe(await digest(() => undefined));
  });

  test("can be broken down into parts, each with a digest of its own", async () => {
    const facts = await readFacts(new FakeMlflow(), ID);
    expect(Object.keys(partDigests(facts)).sort()).toEqual([
      ...["datasets", "logged model", "metrics", "parameters", "run", "run tags", "version"],
    ]);
  });
});

test.each([
  ["no JSON", 200, "<html>"],
  ["JSON of another form", 200, '{"model_version":{"name":7}}'],
  ["an error of the server", 500, '{"error_code":"INTERNAL_ERROR","message":"database is locked"}'],
  ["an answer of a proxy", 502, "Bad Gateway"],
])("nothing is decided on %s", async (_, status, body) => {
  const mlflow = new FakeMlflow();
  mlflow.send = async () => ({ status, contentType: "text/html", body });
  const refusal = await refusalOf(readFacts(mlflow, ID));
  expect(refusal.code).toBe("PERMISSION_DENIED");
  expect(refusal.message).toContain("nothing was decided");
});
