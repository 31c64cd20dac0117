import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CLIENTS, pythonOf, runPython, stepsOf, type Step } from "./python-clients";
import { startGateWorld, type GateWorld } from "./gate-world";
import { approve, makeWholeVersions } from "./whole-versions";

let gate: GateWorld;
beforeAll(async () => {
  gate = await startGateWorld();
}, 300_000);
afterAll(() => gate.stop(), 60_000);

interface Versions {
  readonly model_versions?: readonly {
    readonly current_stage: string;
    readonly aliases?: readonly string[];
  }[];
}

/** What would be production: refused at any client, whatever else works. */
const TO_PRODUCTION = ["transition to Production", "setting the alias champion"];

describe.each(CLIENTS)("the stock MLflow client %s through the gate", (client) => {
  const name = `iris-${client.split(".")[0]}`;
  let steps: ReadonlyMap<string, Step>;
  beforeAll(async () => {
    const outcome = await runPython(
      await pythonOf(client),
      "stock_client.py",
      [`iris of ${client}`, name],
      await gate.as("anna"),
    );
    steps = stepsOf(outcome);
  }, 600_000);

  it("does all it does without a gate: autologging, artifacts, registry, housekeeping", () => {
    const failed = [...steps.values()].filter(
      ({ step, error_code }) => error_code !== undefined && !TO_PRODUCTION.includes(step),
    );
    expect(failed).toEqual([]);
    expect(steps.size).toBeGreaterThan(60);
  });

  it("reads back what it logged, by names in any script", () => {
    const gives = (step: string): unknown => steps.get(step)?.gives;
    expect(gives("downloading a text with a unicode name")).toBe("Größe");
    expect(gives("downloading all artifacts of the run")).toEqual(
      expect.arrayContaining(["a folder/part 0.bin", "größe und 模型 (v1).txt", "nested/deep/dict.json"]),
    );
    expect(gives("what autologging left")).toMatchObject({ status: "FINISHED" });
    expect(gives("loading it as pyfunc")).toEqual(gives("loading it as scikit-learn"));
    expect(gives("reading by alias")).toBe("1");
  });

  it.each(TO_PRODUCTION)("is told whole why not: %s", (step) => {
    const { error_code, status, message } = steps.get(step) ?? {};
    expect({ error_code, status }).toEqual({ error_code: "PERMISSION_DENIED", status: 403 });
    expect(message).toContain(`no AI system in configs/systems declares the registered model '${name}'`);
  });

  it("asked once, and not again as after a server error", async () => {
    const lines = (await readFile(join(gate.world.dir, "logs", "gate.log"), "utf8")).trim().split("\n");
    const refused = lines
      .map((line) => JSON.parse(line) as { method?: string; refused?: string; because?: string })
      .filter(({ refused, because }) => refused === "PERMISSION_DENIED" && because?.includes(`'${name}'`));
    expect(refused.map(({ method }) => method)).toEqual(TO_PRODUCTION.map(() => "POST"));
  });

  it("has changed nothing about what is in production", async () => {
    const { model_versions = [] } = await gate.mlflow<Versions>(
      `model-versions/search?filter=name%3D'${name}'`,
    );
    expect(model_versions.length).toBeGreaterThan(0);
    for (const { current_stage } of model_versions) expect(current_stage).not.toBe("Production");
    const { registered_model } = await gate.mlflow<{ registered_model: { aliases?: unknown } }>(
      `registered-models/get?name=${name}`,
    );
    expect(registered_model.aliases).toBeUndefined();
  });

  it("has runs that bear the name the token says, not the one the client says", async () => {
    const { experiment } = await gate.mlflow<{ experiment: { experiment_id: string } }>(
      `experiments/get-by-name?experiment_name=${encodeURIComponent(`iris of ${client}`)}`,
    );
    const response = await fetch(`${gate.world.urls.mlflow}/api/2.0/mlflow/runs/search`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ experiment_ids: [experiment.experiment_id] }),
    });
    const { runs } = (await response.json()) as {
      runs: { info: { user_id: string }; data: { tags: { key: string; value: string }[] } }[];
    };
    const users = runs.flatMap(({ info, data }) => [
      info.user_id,
      data.tags.find(({ key }) => key === "mlflow.user")?.value,
    ]);
    expect(runs.length).toBeGreaterThan(3);
    expect(new Set(users)).toEqual(new Set(["anna"]));
  });

  it("brings a version into production once it lacks nothing and somebody else has approved", async () => {
    const python = await pythonOf(client);
    const [version] = await makeWholeVersions(gate, python, [gate.system]);
    if (!version) throw new Error("no version was made");
    const promote = async () =>
      runPython(python, "promote.py", [version.model, version.version], await gate.as("anna"));
    const early = await promote();
    expect(early.stderr).toContain("The version is approved, in this very state");
    expect((await approve(gate, "anna", version)).status).toBe(403);
    expect((await approve(gate, "ben", version)).status).toBe(200);
    expect(await promote()).toMatchObject({ status: 0 });
    const { model_version } = await gate.mlflow<{ model_version: { version: string } }>(
      `registered-models/alias?name=${version.model}&alias=champion`,
    );
    expect(model_version.version).toBe(version.version);
  }, 180_000);
});
