import { PeopleAt } from "../decisions/people-at";
import { RestClient, type Training } from "../decisions/training";
import { startWholeGate, type WholeGate } from "../decisions/whole-gate";

jest.setTimeout(120_000);

const NAME = "credit-scoring";

describe("evidence gate check, at a gate before a real MLflow", () => {
  let gate: WholeGate;
  let behind: RestClient;
  let people: PeopleAt;
  let first: Training;

  beforeAll(async () => {
    gate = await startWholeGate();
    behind = new RestClient(gate.mlflow.url, "none");
    const anna = new RestClient(gate.url, await gate.token("anna"));
    first = await anna.train({ commit: gate.commit, weights: "first" });
    people = new PeopleAt(gate);
    await people.approve("1");
    await anna.ask("POST", "mlflow/registered-models/alias", { name: NAME, alias: "champion", version: "1" });
  });

  afterAll(() => gate?.stop());

  test("agrees while everything goes through the gate", async () => {
    expect(await people.checked()).toEqual({ exitCode: 0, found: [] });
  });

  test("finds, one after the other, what is done to MLflow behind the gate", async () => {
    const metric = { run_id: first.run, key: "test_roc_auc", value: 0.999, timestamp: Date.now() };
    await behind.ask("POST", "mlflow/runs/log-metric", metric);
    expect(await people.checked()).toEqual({ exitCode: 2, found: ["evidence-changed 1"] });
    const folder = `mlflow-artifacts/artifacts/${first.experiment}/models/${first.model}/artifacts`;
    await behind.upload(`${folder}/data/model.pkl`, "other weights");
    expect((await people.checked()).found).toEqual(["evidence-changed 1", "artifacts-changed 1"]);
    await behind.ask("POST", "mlflow/runs/delete", { run_id: first.run });
    expect((await people.checked()).found).toContain("run-gone 1");
    await behind.ask("POST", "mlflow/model-versions/transition-stage", {
      ...{ name: NAME, version: "1", stage: "Production", archive_existing_versions: false },
    });
    expect((await people.checked()).found).toContain("not-recorded 1");
    await behind.ask("DELETE", "mlflow/model-versions/delete", { name: NAME, version: "1" });
    expect((await people.checked()).found).toEqual(["not-in-production 1", "version-gone 1"]);
  });
});
