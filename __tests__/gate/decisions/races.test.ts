import { RUN, ROOT } from "./fake-mlflow";
import { anna, ben, cora, gateway, refusalOf, World } from "./world";

const REVOKED = { principal: cora, call: "call", name: "credit", reason: "complaint 12 is open" };

test("a tag cannot be changed between the decision and the change: it is frozen until then, and after", async () => {
  const world = new World();
  await world.approve();
  const point = gateway();
  world.mlflow.before = ({ method }) => (method === "POST" ? point.pass() : undefined);
  const promoting = world.promote();
  await point.reached;
  const write = world.state.beginWrite([`run:${RUN}`], anna);
  expect((await refusalOf(write)).code).toBe("RESOURCE_CONFLICT");
  point.open();
  expect((await promoting).act).toBe("promote");
});

test("a write that had begun ends before the evidence is read", async () => {
  const world = new World();
  const write = await world.state.beginWrite([`run:${RUN}`], anna);
  const refused = refusalOf(world.promote());
  await new Promise(setImmediate);
  world.mlflow.runs.get(RUN)?.tags.splice(0);
  await write.end();
  expect((await refused).message).toContain("[risk-assessed]");
});

test("a version deleted and made anew before it is frozen is not read: it would be of another, unfrozen run", async () => {
  const world = new World();
  await world.approve();
  const { freeze } = world.state;
  world.state.freeze = async (targets, holder) => {
    const other = "c".repeat(32);
    world.mlflow.runs.set(other, { ...world.mlflow.runs.get(RUN)! });
    world.mlflow.addVersion("1", { run_id: other, creation_timestamp: 5_000 });
    return freeze.call(world.state, targets, holder);
  };
  const refusal = await refusalOf(world.promote());
  expect(refusal).toMatchObject({ code: "RESOURCE_CONFLICT" });
  expect(refusal.message).toContain("was replaced by another");
  expect(world.mlflow.changes).toEqual([]);
});

test("an artifact replaced behind the gate between approval and promotion is noticed, and said", async () => {
  const world = new World();
  await world.approve();
  world.mlflow.files.set(`${ROOT}/data/model.pkl`, "weight!");
  const refusal = await refusalOf(world.promote());
  expect(refusal.message).toContain("[approved-evidence-unchanged]");
  expect(refusal.message).toContain("has changed since: artifacts");
  expect(world.mlflow.changes).toEqual([]);
});

test.each<[string, (world: World) => void, string]>([
  [
    "a tag of the run",
    (world) => void world.mlflow.runs.get(RUN)?.tags.push({ key: "more", value: "x" }),
    "run tags",
  ],
  [
    "a metric",
    (world) => void Object.assign(world.mlflow.runs.get(RUN)?.metrics[0] ?? {}, { value: 0.99 }),
    "metrics",
  ],
  [
    "a data set",
    (world) => void world.mlflow.runs.get(RUN)?.datasets.push({ dataset: { name: "other" } }),
    "datasets",
  ],
  [
    "the run's status",
    (world) => void Object.assign(world.mlflow.runs.get(RUN) ?? {}, { status: "RUNNING" }),
    "run",
  ],
  [
    "a tag of the version",
    (world) => void world.mlflow.versions.get("credit/1")?.tags.push({ key: "k", value: "v" }),
    "version",
  ],
])(
  "%s changed behind the gate makes the approval void, and it is said what changed",
  async (_, change, part) => {
    const world = new World();
    await world.approve();
    change(world);
    const refusal = await refusalOf(world.promote());
    expect(refusal.message).toContain(`has changed since: ${part}.`);
  },
);

test("another version made of the same logged model does not disturb an approval", async () => {
  const world = new World();
  await world.approve();
  for (const model of world.mlflow.models.values())
    model.tags.push({ key: "mlflow.modelVersions", value: '[{"name":"other","version":1}]' });
  expect((await world.promote()).act).toBe("promote");
});

test("an artifact replaced while it is kept for a promotion stops it, and MLflow is not told", async () => {
  const world = new World();
  await world.approve();
  let read = 0;
  world.mlflow.beforeArtifact = (path) => {
    if (path.endsWith("model.pkl") && ++read === 2) world.mlflow.files.set(path, "weight!");
  };
  await refusalOf(world.promote());
  expect(world.mlflow.changes).toEqual([]);
  expect(world.state.intents.map(({ state }) => state)).toEqual(["not-done"]);
  expect(await world.state.kinds(`run:${RUN}`)).toEqual(["approval"]);
});

test("of two promotions at once each is decided by itself: the second sees what the first did", async () => {
  const world = new World();
  await world.approve();
  world.mlflow.addVersion("2");
  await world.approve("2");
  const [first, second] = await Promise.all([
    world.promote("1", { archive: true }),
    world.promote("2", { archive: true }),
  ]);
  expect([first.displaces, second.displaces]).toEqual([[], ["1"]]);
  expect([world.mlflow.stage("1"), world.mlflow.stage("2")]).toEqual(["Archived", "Production"]);
});

test("an approval revoked before a promotion that waits its turn stops it", async () => {
  const world = new World();
  const approval = await world.approve();
  const [, refusal] = await Promise.all([
    world.decisions.revoke({ ...REVOKED, approval }),
    refusalOf(world.promote()),
  ]);
  expect(refusal.message).toContain("was revoked by cora");
  expect(world.mlflow.stage("1")).toBe("None");
});

test("an approval revoked during a promotion comes after it: the records tell in which order", async () => {
  const world = new World();
  const approval = await world.approve();
  const point = gateway();
  world.mlflow.before = ({ method }) => (method === "POST" ? point.pass() : undefined);
  const promoting = world.promote();
  await point.reached;
  const revoking = world.decisions.revoke({ ...REVOKED, approval });
  point.open();
  await Promise.all([promoting, revoking]);
  expect(world.ledger.acts()).toEqual(["approve", "promote", "revoke"]);
});

test("a trainer's move of a version that is just being promoted does not take it out of production", async () => {
  const world = new World();
  await world.approve();
  const [, refusal] = await Promise.all([
    world.promote(),
    refusalOf(
      world.decisions.move({
        principal: anna,
        call: "call",
        name: "credit",
        version: "1",
        toStage: "Staging",
        archive: false,
      }),
    ),
  ]);
  expect(refusal.message).toContain("is in production");
  expect(world.mlflow.stage("1")).toBe("Production");
});

describe("break-glass", () => {
  const door = { kind: "stage", name: "Production" } as const;
  const ask = (world: World, by = ben, minutes = 60) =>
    world.decisions.askBreakGlass({
      ...{
        principal: by,
        call: "call",
        name: "credit",
        version: "1",
        door,
        reason: "the version in production fails",
      },
      until: new Date(world.now.getTime() + minutes * 60_000),
    });

  test("lets two approvers promote what lacks something, with all of it on record and an alert for each step", async () => {
    const world = new World();
    world.mlflow.runs.get(RUN)?.tags.splice(0);
    const { id } = await ask(world);
    const promoted = await world.promote("1", { principal: cora, breakGlass: id });
    expect(promoted.act).toBe("break-glass");
    expect(promoted.lacks.map(({ requirement }) => requirement)).toEqual(["risk-assessed", "approved"]);
    expect(world.ledger.last()).toMatchObject({
      act: "break-glass",
      principal: { name: "cora" },
      breakGlass: { reason: "the version in production fails" },
      lacks: [{ requirement: "risk-assessed" }, { requirement: "approved" }],
    });
    expect(world.alerts.map(({ act, by, second }) => [act, by, second])).toEqual([
      ["break-glass-asked", "ben", undefined],
      ["break-glass", "ben", "cora"],
    ]);
    expect(world.mlflow.stage("1")).toBe("Production");
  });

  test.each<
    [string, (world: World) => void | Promise<void>, Parameters<World["promote"]>[1] & object, string]
  >([
    ["by whoever asked", () => undefined, { principal: ben }, "whoever asked may not use it"],
    ["by a trainer", () => undefined, { principal: anna }, "anna has not the role approver"],
    ["by a contributor", (world) => world.state.contributed([`run:${RUN}`], cora), {}, "cora took part"],
    ["after its time", (world) => world.pass(61), {}, "it lapsed at"],
    [
      "for another door",
      () => undefined,
      { door: { kind: "alias", name: "champion" } },
      "it was asked for stage Production",
    ],
    [
      "for something else than was asked for",
      (world) => void world.mlflow.files.set(`${ROOT}/MLmodel`, "other"),
      {},
      "has changed since it was asked for: artifacts",
    ],
    [
      "that nobody asked for",
      () => undefined,
      { breakGlass: "no-such-id" },
      "there is no request 'no-such-id'",
    ],
  ])("is refused %s", async (_, prepare, more, words) => {
    const world = new World();
    const { id } = await ask(world);
    await prepare(world);
    const refusal = await refusalOf(world.promote("1", { principal: cora, breakGlass: id, ...more }));
    expect(refusal.message).toContain(words);
    expect(world.mlflow.changes).toEqual([]);
    expect(world.ledger.last()?.act).toBe("refuse");
  });

  test("is used once", async () => {
    const world = new World();
    const { id } = await ask(world);
    await world.promote("1", { principal: cora, breakGlass: id });
    const refusal = await refusalOf(world.promote("1", { principal: cora, breakGlass: id }));
    expect(refusal.message).toContain("it was used at");
  });

  test("may be used again when MLflow did not carry it out", async () => {
    const world = new World();
    const { id } = await ask(world);
    world.mlflow.versions.get("credit/1");
    const point = world.mlflow;
    point.before = ({ method }) => {
      if (method === "POST") throw new Error("connection refused");
    };
    await refusalOf(world.promote("1", { principal: cora, breakGlass: id }));
    point.before = () => undefined;
    world.pass(3);
    expect((await world.promote("1", { principal: cora, breakGlass: id })).act).toBe("break-glass");
    expect(world.ledger.acts()).toEqual([
      "break-glass-asked",
      "break-glass",
      "not-carried-out",
      "break-glass",
    ]);
  });

  test.each([
    ["a trainer", anna, 60, "anna has not the role approver"],
    ["for longer than a day", ben, 25 * 60, "within the next 24 hours"],
    ["for a time that is over", ben, -1, "within the next 24 hours"],
  ])("is not asked for by or %s", async (_, by, minutes, words) => {
    const world = new World();
    const asking = (async () => ask(world, by, minutes))();
    expect((await refusalOf(asking)).message).toContain(words);
    expect(world.alerts).toEqual([]);
  });
});
