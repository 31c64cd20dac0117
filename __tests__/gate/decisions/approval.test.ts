import { MODEL, ROOT, RUN } from "./fake-mlflow";
import { anna, ben, cora, person, refusalOf, World } from "./world";

const seen = async (world: World): Promise<{ evidenceSha256: string; artifactSha256: string }> => {
  const { key } = await world.decisions.status({ name: "credit", version: "1" });
  return { evidenceSha256: key?.evidenceSha256 ?? "", artifactSha256: key?.artifactSha256 ?? "" };
};
const order = { call: "call", name: "credit", version: "1" };
const predetermined = { class: "predetermined", why: "retrained on newer data" } as const;

test("an approval is recorded with what it is for, and freezes it", async () => {
  const world = new World();
  const { key, approval } = await world.decisions.approve({
    ...{ ...order, ...(await seen(world)), principal: ben, modification: predetermined },
  });
  expect(world.ledger.last()).toMatchObject({
    act: "approve",
    id: approval?.id,
    subject: { ...key, name: "credit", version: "1", createdAt: 1001, runId: RUN, modelId: MODEL },
    modification: predetermined,
    principal: { name: "ben", kind: "person" },
  });
  for (const target of [`run:${RUN}`, `model:${MODEL}`, "version:credit/1"] as const)
    expect(await world.state.kinds(target)).toEqual(["approval"]);
  expect(world.ledger.kept.size).toBe(2);
});

describe("an approval is refused", () => {
  const cases: [
    string,
    (world: World) => void | Promise<void>,
    Partial<Parameters<World["decisions"]["approve"]>[0]>,
    string,
  ][] = [
    ["to a trainer", () => undefined, { principal: anna }, "anna has not the role approver"],
    [
      "to a program, whatever its role",
      () => undefined,
      { principal: { ...person("robot", "approver"), kind: "service" } },
      "robot is a service account",
    ],
    [
      "to somebody who wrote to the run",
      (world) => world.state.contributed([`run:${RUN}`], ben),
      { principal: ben },
      "ben took part",
    ],
    [
      "to somebody who wrote to the logged model",
      (world) => world.state.contributed([`model:${MODEL}`], ben),
      { principal: ben },
      "ben took part",
    ],
    [
      "to somebody who registered the version",
      (world) => world.state.contributed(["version:credit/1"], ben),
      { principal: ben },
      "ben took part",
    ],
    [
      "for a run that lacks something",
      (world) => void world.mlflow.runs.get(RUN)?.tags.splice(0),
      {},
      "[risk-assessed]",
    ],
    [
      "for a substantial modification without a conformity assessment",
      () => undefined,
      { modification: { class: "substantial", why: "another population" } },
      "[modification-assessed]",
    ],
  ];
  test.each(cases)("%s", async (_, prepare, more, words) => {
    const world = new World();
    await prepare(world);
    const refusal = await refusalOf(
      world.decisions.approve({
        ...order,
        ...(await seen(world)),
        principal: cora,
        modification: predetermined,
        ...more,
      }),
    );
    expect(refusal.code).toBe("PERMISSION_DENIED");
    expect(refusal.message).toContain(words);
    expect(world.ledger.acts()).toEqual(["refuse"]);
    expect(await world.state.holders(`run:${RUN}`)).toEqual([]);
  });

  test.each<[string, (world: World) => void, string]>([
    [
      "another metric",
      (world) =>
        void world.mlflow.runs.get(RUN)?.metrics.push({ key: "f1", value: 0.5, timestamp: 1, step: 0 }),
      "evidence",
    ],
    [
      "another description",
      (world) => void Object.assign(world.mlflow.versions.get("credit/1") ?? {}, { description: "x" }),
      "evidence",
    ],
    [
      "another file",
      (world) => void world.mlflow.files.set(`${ROOT}/data/model.pkl`, "poisoned"),
      "artifacts",
    ],
    ["one more file", (world) => void world.mlflow.files.set(`${ROOT}/hook.py`, "import os"), "artifacts"],
  ])("for something else than was looked at: %s", async (_, change, what) => {
    const world = new World();
    const before = await seen(world);
    change(world);
    const refusal = await refusalOf(
      world.decisions.approve({ ...order, ...before, principal: ben, modification: predetermined }),
    );
    expect(refusal.code).toBe("RESOURCE_CONFLICT");
    expect(refusal.message).toContain("is not what was looked at");
    expect(refusal.message).toContain(what);
    expect(world.ledger.records).toEqual([]);
  });

  test("for artifacts that are not the version's own", async () => {
    const world = new World();
    world.mlflow.addVersion("1", { source: "s3://elsewhere/model" });
    const refusal = await refusalOf(
      world.decisions.approve({
        ...order,
        evidenceSha256: "",
        artifactSha256: "",
        principal: ben,
        modification: predetermined,
      }),
    );
    expect(refusal.message).toContain("serves artifacts that are not those of its own run or logged model");
    expect(world.ledger.acts()).toEqual([]);
  });
});

test("a dry run tells whether it would be approved, and leaves no trace", async () => {
  const world = new World();
  const dry = { ...order, ...(await seen(world)), principal: ben, modification: predetermined, dryRun: true };
  expect((await world.decisions.approve(dry)).approval).toBeUndefined();
  const modification = { class: "substantial", why: "another population" } as const;
  expect((await refusalOf(world.decisions.approve({ ...dry, modification }))).message).toContain(
    "[modification-assessed]",
  );
  expect(world.ledger.records).toEqual([]);
  expect(await world.state.holders(`run:${RUN}`)).toEqual([]);
});

test("an approval whose answer was lost is asked for again and found, not given twice", async () => {
  const world = new World();
  const asked = { ...order, ...(await seen(world)), principal: ben, modification: predetermined };
  const first = await world.decisions.approve(asked);
  const second = await world.decisions.approve(asked);
  expect(second.approval).toEqual(first.approval);
  expect(world.ledger.acts()).toEqual(["approve"]);
});

test("an approval that cannot be recorded is none, and freezes nothing", async () => {
  const world = new World();
  const asked = { ...order, ...(await seen(world)), principal: ben, modification: predetermined };
  world.ledger.before = () => {
    throw new Error("vault away");
  };
  await expect(world.decisions.approve(asked)).rejects.toThrow("vault away");
  expect(await world.state.holders(`run:${RUN}`)).toEqual([]);
});

test("a record whose answer was lost stands, and what it approves stays frozen", async () => {
  const world = new World();
  const asked = { ...order, ...(await seen(world)), principal: ben, modification: predetermined };
  world.ledger.after = () => {
    throw new Error("connection lost");
  };
  await expect(world.decisions.approve(asked)).rejects.toThrow("connection lost");
  expect(await world.state.kinds(`run:${RUN}`)).toEqual(["approval"]);
  world.ledger.after = () => undefined;
  expect((await world.promote()).act).toBe("promote");
});

test("status shows an approver everything: digests, thresholds, contributors, lacks, approvals and what was decided", async () => {
  const world = new World();
  await world.state.contributed([`run:${RUN}`], anna);
  await world.approve();
  await world.promote();
  const status = await world.decisions.status({ name: "credit", version: "1" });
  expect(status).toMatchObject({
    system: "credit-scoring",
    inProduction: ["stage Production"],
    artifacts: { files: 2, bytes: 18 },
    run: { id: RUN, experimentName: "credit/retraining" },
    measured: [{ metric: "auc", value: 0.8, needed: "at least 0.7" }],
    contributors: [{ name: "anna" }],
    lacks: { approval: [], promotion: [] },
    approvals: [{ by: "ben", changed: [] }],
    history: [
      { act: "approve", by: "ben" },
      { act: "promote", by: "anna", door: "stage Production" },
    ],
  });
});
