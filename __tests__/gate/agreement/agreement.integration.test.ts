import { gate as check, type Said } from "../../cli/run-records";
import { RestClient, type Training } from "../decisions/training";
import { startWholeGate, type WholeGate } from "../decisions/whole-gate";

jest.setTimeout(120_000);

const NAME = "credit-scoring";

describe("evidence gate check, at a gate before a real MLflow", () => {
  let gate: WholeGate;
  let behind: RestClient;
  let first: Training;

  beforeAll(async () => {
    gate = await startWholeGate();
    behind = new RestClient(gate.mlflow.url, "none");
    const anna = new RestClient(gate.url, await gate.token("anna"));
    first = await anna.train({ commit: gate.commit, weights: "first" });
    await api("ben", "approvals", await approval());
    await anna.ask("POST", "mlflow/registered-models/alias", { name: NAME, alias: "champion", version: "1" });
  });

  afterAll(() => gate?.stop());

  async function api(who: "ben" | "dan", path: string, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await fetch(`${gate.url}/evidence/v1/${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${await gate.token(who)}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const said = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(JSON.stringify(said));
    return said;
  }

  async function approval() {
    const { key } = (await api("dan", `status/${NAME}/1`)) as {
      key: { evidenceSha256: string; artifactSha256: string };
    };
    const { evidenceSha256, artifactSha256 } = key;
    const why = "first release of this system";
    const modification = { class: "substantial", why, conformityAssessment: "CA-2026-3" };
    return { name: NAME, version: "1", evidenceSha256, artifactSha256, modification };
  }

  /** Through the gate, as somebody who may read. */
  async function checked(): Promise<{ exitCode: Said["exitCode"]; found: string[] }> {
    process.env["EVIDENCE_TOKEN"] = await gate.token("dan");
    const { exitCode, stdout, fault } = await check(
      ...["check", "--environment", "sandbox", "--configs", gate.configs, "--keys", gate.keys],
      ...["--dir", gate.vault, "--gate", gate.url, "--json"],
    );
    delete process.env["EVIDENCE_TOKEN"];
    if (fault !== undefined) throw new Error(fault);
    const { disagreements } = JSON.parse(stdout) as { disagreements: { code: string; version?: string }[] };
    return { exitCode, found: disagreements.map(({ code, version }) => `${code} ${version}`) };
  }

  test("agrees while everything goes through the gate", async () => {
    expect(await checked()).toEqual({ exitCode: 0, found: [] });
  });

  test("finds, one after the other, what is done to MLflow behind the gate", async () => {
    const metric = { run_id: first.run, key: "test_roc_auc", value: 0.999, timestamp: Date.now() };
    await behind.ask("POST", "mlflow/runs/log-metric", metric);
    expect(await checked()).toEqual({ exitCode: 2, found: ["evidence-changed 1"] });
    const folder = `mlflow-artifacts/artifacts/${first.experiment}/models/${first.model}/artifacts`;
    await behind.upload(`${folder}/data/model.pkl`, "other weights");
    expect((await checked()).found).toEqual(["evidence-changed 1", "artifacts-changed 1"]);
    await behind.ask("POST", "mlflow/runs/delete", { run_id: first.run });
    expect((await checked()).found).toContain("run-gone 1");
    await behind.ask("POST", "mlflow/model-versions/transition-stage", {
      ...{ name: NAME, version: "1", stage: "Production", archive_existing_versions: false },
    });
    expect((await checked()).found).toContain("not-recorded 1");
    await behind.ask("DELETE", "mlflow/model-versions/delete", { name: NAME, version: "1" });
    expect((await checked()).found).toEqual(["not-in-production 1", "version-gone 1"]);
  });
});
