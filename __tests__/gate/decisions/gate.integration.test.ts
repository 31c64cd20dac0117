import { main } from "../../../cli/main";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RestClient, type Training } from "./training";
import { startWholeGate, type WholeGate } from "./whole-gate";

jest.setTimeout(120_000);

const NAME = "credit-scoring";

describe("A version's way into production, at a gate before a real MLflow", () => {
  let gate: WholeGate;
  let anna: RestClient;
  let behind: RestClient;
  let first: Training;
  let second: Training;

  beforeAll(async () => {
    gate = await startWholeGate();
    anna = new RestClient(gate.url, await gate.token("anna"));
    behind = new RestClient(gate.mlflow.url, "none");
  });

  afterAll(() => gate?.stop());

  /** Runs `evidence` as somebody, and gives what it printed and its exit code. */
  async function evidence(
    who: Parameters<WholeGate["token"]>[0],
    ...args: string[]
  ): Promise<{ code: number; out: string; said: string }> {
    const out: string[] = [];
    const said: string[] = [];
    const log = jest.spyOn(console, "log").mockImplementation((line: string) => void out.push(line));
    const error = jest.spyOn(console, "error").mockImplementation((line: string) => void said.push(line));
    const before = { ...process.env };
    process.env["EVIDENCE_TOKEN"] = await gate.token(who);
    process.exitCode = undefined;
    try {
      const code = await main([...args, "--gate", gate.url]);
      return { code, out: out.join("\n"), said: said.join("\n") };
    } finally {
      process.env = before;
      process.exitCode = undefined;
      log.mockRestore();
      error.mockRestore();
    }
  }

  const stageOf = async (version: string): Promise<string> => {
    const path = `mlflow/model-versions/get?name=${NAME}&version=${version}`;
    const { model_version: is } = await behind.ask<{ model_version: { current_stage: string } }>("GET", path);
    return is.current_stage;
  };
  const aliased = async (): Promise<string | undefined> => {
    const path = `mlflow/registered-models/get?name=${NAME}`;
    const said = await behind.ask<{ registered_model: { aliases?: { alias: string; version: string }[] } }>(
      "GET",
      path,
    );
    return said.registered_model.aliases?.find(({ alias }) => alias === "champion")?.version;
  };
  const approving = async (version: string): Promise<string[]> => {
    const { out } = await evidence("ben", "status", NAME, version, "--json");
    const { key } = JSON.parse(out) as { key: { evidenceSha256: string; artifactSha256: string } };
    return [
      ...["approve", NAME, version, "--modification", "substantial", "--conformity-assessment", "CA-2026-3"],
      ...["--why", "first release of this system", "--yes"],
      ...["--evidence", key.evidenceSha256.slice(0, 12), "--artifacts", key.artifactSha256.slice(0, 12)],
    ];
  };

  test("a run that lacks a tag is refused by both doors, in MLflow's own form, with what is missing", async () => {
    first = await anna.train({ commit: gate.commit, weights: "first", without: ["ai_act.risk_assessment"] });
    for (const [path, body] of [
      [
        "mlflow/model-versions/transition-stage",
        { name: NAME, version: "1", stage: "production", archive_existing_versions: false },
      ],
      ["mlflow/registered-models/alias", { name: NAME, alias: "champion", version: "1" }],
    ] as const) {
      const { status, said } = await anna.raw("POST", path, body);
      expect(status).toBe(403);
      expect(said).toMatchObject({ error_code: "PERMISSION_DENIED" });
      expect((said as { message: string }).message).toContain("ai_act.risk_assessment");
      expect((said as { message: string }).message).toContain("No approval stands");
    }
    expect(await stageOf("1")).toBe("None");
    expect(await aliased()).toBeUndefined();
  });

  test("completed, it lacks nothing but the approval: status says so", async () => {
    await anna.ask("POST", "mlflow/runs/set-tag", {
      run_id: first.run,
      key: "ai_act.risk_assessment",
      value: "RA-2026-014",
    });
    const { code, out } = await evidence("dan", "status", NAME, "1", "--json");
    const status = JSON.parse(out) as {
      lacks: Record<string, { requirement: string }[]>;
      contributors: { name: string }[];
    };
    expect(status.lacks["approval"]).toEqual([]);
    expect(status.lacks["promotion"]?.map(({ requirement }) => requirement)).toEqual(
      expect.arrayContaining(["approved"]),
    );
    expect(new Set(status.contributors.map(({ name }) => name))).toEqual(new Set(["anna"]));
    expect(code).toBe(2);
  });

  test("whoever trained it does not approve it, nor does anybody approve something else than they saw", async () => {
    const asAnna = await evidence("anna", ...(await approving("1")));
    expect(asAnna.code).toBe(2);
    expect(asAnna.said).toContain("anna has not the role approver");
    const other = (await approving("1")).map((arg, index, all) =>
      all[index - 1] === "--evidence" ? "0".repeat(12) : arg,
    );
    const asBen = await evidence("ben", ...other);
    expect(asBen.code).toBe(2);
    expect(asBen.said).toContain("not what you looked at");
  });

  test("approved by another it is frozen, run, model, files and version, and everybody is told by what", async () => {
    const { code, said } = await evidence("ben", ...(await approving("1")));
    expect(said).toContain("approved: ");
    expect(code).toBe(0);
    const folder = `mlflow-artifacts/artifacts/${first.experiment}/models/${first.model}/artifacts`;
    expect(await anna.upload(`${folder}/data/model.pkl`, "other")).toBe(409);
    for (const [method, path, body] of [
      ["POST", "mlflow/runs/set-tag", { run_id: first.run, key: "x", value: "y" }],
      [
        "POST",
        "mlflow/runs/log-metric",
        { run_id: first.run, key: "test_brier_score", value: 0.1, timestamp: 1 },
      ],
      ["POST", "mlflow/runs/delete", { run_id: first.run }],
      ["PATCH", "mlflow/model-versions/update", { name: NAME, version: "1", description: "better" }],
      ["DELETE", "mlflow/model-versions/delete", { name: NAME, version: "1" }],
      ["DELETE", "mlflow/registered-models/delete", { name: NAME }],
      ["POST", "mlflow/experiments/update", { experiment_id: first.experiment, new_name: "x" }],
    ] as const)
      expect({ path, ...(await anna.raw(method, path, body)) }).toMatchObject({
        path,
        status: 409,
        said: { error_code: "RESOURCE_CONFLICT" },
      });
  });

  test("promoted, both doors answer as MLflow does, and the vault has record, snapshot and files", async () => {
    const stage = await anna.ask<{ model_version: { current_stage: string } }>(
      "POST",
      "mlflow/model-versions/transition-stage",
      {
        ...{ name: NAME, version: "1", stage: "Production", archive_existing_versions: true },
      },
    );
    expect(stage.model_version.current_stage).toBe("Production");
    expect(
      await anna.ask("POST", "mlflow/registered-models/alias", {
        name: NAME,
        alias: "champion",
        version: "1",
      }),
    ).toEqual({});
    expect(await aliased()).toBe("1");
    const kept = readdirSync(join(gate.vault, "documentation/sha256")).map((name) =>
      readFileSync(join(gate.vault, "documentation/sha256", name), "utf8"),
    );
    expect(kept).toContain("first");
    expect(kept.some((text) => text.includes('"roc_auc') || text.includes("test_roc_auc/lower/95"))).toBe(
      true,
    );
  });

  test("a second version displaces it, and one command rolls back", async () => {
    second = await anna.train({ commit: gate.commit, weights: "second" });
    expect((await evidence("cora", ...(await approving(second.version)))).code).toBe(0);
    const promoted = await evidence(
      "anna",
      "promote",
      NAME,
      second.version,
      "--stage",
      "Production",
      "--json",
    );
    expect(JSON.parse(promoted.out)).toMatchObject({ act: "promote", displaces: ["1"] });
    expect([await stageOf("1"), await stageOf(second.version)]).toEqual(["Archived", "Production"]);
    const back = await evidence("anna", "promote", NAME, "1", "--stage", "Production", "--rollback");
    expect(back.said).toContain("rolled back: credit-scoring 1 by stage Production");
    expect([await stageOf("1"), await stageOf(second.version)]).toEqual(["Production", "Archived"]);
  });

  test("a file replaced behind the gate makes the approval void, and it is said what changed", async () => {
    const file = join(
      gate.mlflow.artifacts,
      second.experiment,
      "models",
      second.model,
      "artifacts/data/model.pkl",
    );
    writeFileSync(file, "poison");
    const { code, said } = await evidence("anna", "promote", NAME, second.version, "--alias", "champion");
    expect(said).toContain("artifacts");
    expect(said).toContain("No approval stands");
    expect(code).toBe(2);
    expect(await aliased()).toBe("1");
  });

  test("two approvers break the glass, and what was lacking is told", async () => {
    const asked = await evidence(
      "ben",
      ...["break-glass", NAME, second.version, "--alias", "champion", "--yes", "--json"],
      "--reason",
      "version 1 rejects every applicant",
    );
    const { id } = JSON.parse(asked.out) as { id: string };
    const alone = await evidence(
      "ben",
      "promote",
      NAME,
      second.version,
      "--alias",
      "champion",
      "--break-glass",
      id,
      "--yes",
    );
    expect(alone.said).toContain("whoever asked may not use it");
    const both = await evidence(
      "cora",
      "promote",
      NAME,
      second.version,
      "--alias",
      "champion",
      "--break-glass",
      id,
      "--yes",
    );
    expect(both.said).toContain("promoted with broken glass");
    expect(await aliased()).toBe(second.version);
  });

  test("a trainer does not take it out of production, an approver does", async () => {
    const body = { name: NAME, alias: "champion" };
    expect((await anna.raw("DELETE", "mlflow/registered-models/alias", body)).status).toBe(403);
    expect(await aliased()).toBe(second.version);
    const ben = new RestClient(gate.url, await gate.token("ben"));
    expect((await ben.raw("DELETE", "mlflow/registered-models/alias", body)).status).toBe(200);
    expect(await aliased()).toBeUndefined();
  });

  test("a copy of a version is made of what that one is made of, and may be approved itself", async () => {
    const { model_version: copy } = await anna.ask<{ model_version: { version: string; source: string } }>(
      "POST",
      "mlflow/model-versions/create",
      {
        ...{ name: NAME, source: `models:/${NAME}/1`, run_id: first.run, run_link: "" },
      },
    );
    expect(copy.source).toBe(`models:/${first.model}`);
    expect((await evidence("cora", ...(await approving(copy.version)))).code).toBe(0);
  });

  test("a version of a client of MLflow 2 goes the same way: its run is frozen, files and all", async () => {
    const old = await anna.train({ commit: gate.commit, weights: "old", mlflow2: true });
    expect((await evidence("ben", ...(await approving(old.version)))).said).toContain("approved: ");
    const file = `mlflow-artifacts/artifacts/${old.experiment}/${old.run}/artifacts/model/data/model.pkl`;
    expect(await anna.upload(file, "other")).toBe(409);
    const body = { name: NAME, alias: "champion", version: old.version };
    expect(await anna.ask("POST", "mlflow/registered-models/alias", body)).toEqual({});
    expect(await aliased()).toBe(old.version);
  });

  test("a revoked approval stops the way back", async () => {
    const { code } = await evidence(
      "cora",
      "revoke",
      NAME,
      "1",
      "--why",
      "complaint INC-12 is open",
      "--yes",
    );
    expect(code).toBe(0);
    const { said } = await evidence("anna", "promote", NAME, "1", "--alias", "champion", "--rollback");
    expect(said).toContain("complaint INC-12 is open");
  });
});
