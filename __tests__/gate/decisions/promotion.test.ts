import { RUN } from "./fake-mlflow";
import { anna, ben, cora, person, pipeline, refusalOf, World } from "./world";

const champion = { kind: "alias", name: "champion" } as const;

describe("a version that has everything", () => {
  test("enters production through the stage, after the record stands", async () => {
    const world = new World();
    await world.approve();
    let recordedWhenTold: readonly string[] = [];
    world.mlflow.before = ({ method }) => {
      if (method === "POST") recordedWhenTold = world.ledger.acts();
    };
    const promoted = await world.promote();
    expect(promoted).toMatchObject({ act: "promote", displaces: [], lacks: [] });
    expect(recordedWhenTold).toEqual(["approve", "promote"]);
    expect(world.mlflow.stage("1")).toBe("Production");
    expect(world.state.intents.map(({ state }) => state)).toEqual(["done"]);
  });

  test("enters production through a protected alias", async () => {
    const world = new World();
    await world.approve();
    await world.promote("1", { door: champion });
    expect(world.mlflow.aliases.get("champion")).toBe("1");
    expect(world.ledger.last()).toMatchObject({ act: "promote", door: champion });
  });

  test("may be promoted by a pipeline: only the approval is a person's", async () => {
    const world = new World();
    await world.approve();
    await world.promote("1", { principal: pipeline });
    expect(world.ledger.last()?.principal.kind).toBe("service");
  });

  test("is kept in the vault, artifacts and all that was seen, and stays frozen", async () => {
    const world = new World();
    await world.approve();
    await world.promote();
    const [snapshot] = world.ledger.snapshots;
    const evidence = JSON.parse(snapshot?.evidence ?? "{}") as Record<string, unknown>;
    expect(evidence).toMatchObject({
      evidence: { parameters: {}, metrics: [{ key: "auc", value: 0.8 }] },
      approval: { approverName: "ben" },
      heldAgainst: { auc: 0.7 },
    });
    expect([...world.ledger.kept.values()].sort()).toEqual(["flavors: {}", "weights"]);
    for (const target of [
      "version:credit/1",
      `run:${RUN}`,
      "registered-model:credit",
      "experiment:1",
    ] as const)
      expect(await world.state.kinds(target)).toEqual(["approval", "promotion"]);
  });

  test("displaces what the same change takes out of production, which is on record", async () => {
    const world = new World();
    await world.approve();
    await world.promote();
    world.mlflow.addVersion("2");
    await world.approve("2");
    const promoted = await world.promote("2", { archive: true });
    expect(promoted.displaces).toEqual(["1"]);
    expect(world.ledger.last()?.displaces).toEqual(["1"]);
    expect(world.mlflow.stage("1")).toBe("Archived");
  });
});

test("a version beside a higher one in Production is refused: MLflow would go on serving that one", async () => {
  const world = new World();
  await world.approve();
  world.mlflow.addVersion("2", { current_stage: "Production" });
  const refusal = await refusalOf(world.promote());
  expect(refusal.code).toBe("INVALID_PARAMETER_VALUE");
  expect(refusal.message).toContain("version 2 of 'credit' is in Production");
  expect(refusal.message).toContain("archive_existing_versions=True");
  expect((await world.promote("1", { archive: true })).displaces).toEqual(["2"]);
});

describe("a version that lacks something", () => {
  test("is refused with everything that it lacks, and MLflow is not told", async () => {
    const world = new World();
    const run = world.mlflow.runs.get(RUN);
    if (run) Object.assign(run, { tags: [], metrics: [] });
    const refusal = await refusalOf(world.promote());
    expect(refusal.code).toBe("PERMISSION_DENIED");
    expect(refusal.message).toContain("version 1 of credit may not enter stage Production");
    for (const said of ["[risk-assessed]", "[thresholds-reached]", "[approved]"])
      expect(refusal.message).toContain(said);
    expect(world.mlflow.changes).toEqual([]);
    expect(world.ledger.last()).toMatchObject({
      act: "refuse",
      system: "credit-scoring",
      subject: { name: "credit", version: "1", createdAt: 1001 },
      door: { kind: "stage", name: "Production" },
    });
  });

  test("is free again after the refusal: what is missing can be supplied", async () => {
    const world = new World();
    await refusalOf(world.promote());
    expect(await world.state.holders(`run:${RUN}`)).toEqual([]);
  });

  test("is recorded once when it is asked for again and again, and anew after some minutes or with other evidence", async () => {
    const world = new World();
    for (let time = 0; time < 3; time++) await refusalOf(world.promote());
    expect(world.ledger.acts()).toEqual(["refuse"]);
    world.mlflow.runs.get(RUN)?.tags.splice(0);
    await refusalOf(world.promote());
    expect(world.ledger.acts()).toEqual(["refuse", "refuse"]);
    world.pass(6);
    await refusalOf(world.promote());
    expect(world.ledger.acts()).toEqual(["refuse", "refuse", "refuse"]);
  });

  test("does not fill the vault with the refusals of one principal", async () => {
    const world = new World();
    for (let version = 2; version < 60; version++) {
      world.mlflow.addVersion(String(version));
      await refusalOf(world.promote(String(version)));
    }
    expect(world.ledger.records.length).toBe(30);
  });

  test("is refused even when the refusal cannot be recorded, which is said", async () => {
    const world = new World();
    world.ledger.before = () => {
      throw new Error("vault away");
    };
    const refusal = await refusalOf(world.promote());
    expect(refusal.message).toContain("could not be recorded");
    expect(world.mlflow.changes).toEqual([]);
  });
});

test("a model that no AI system declares never gets production, and is told how to be declared", async () => {
  const world = new World();
  const refusal = await refusalOf(world.promote("1", { name: "toy" }));
  expect(refusal.message).toContain("no AI system in configs/systems declares the registered model 'toy'");
  expect(refusal.message).toContain("registeredModel: toy");
  expect(world.ledger.last()).toMatchObject({ act: "refuse", subject: { name: "toy", version: "1" } });
});

test("a version that does not exist is told with MLflow's own code", async () => {
  const world = new World();
  const refusal = await refusalOf(world.promote("7"));
  expect(refusal).toMatchObject({ code: "RESOURCE_DOES_NOT_EXIST", status: 404 });
});

describe("an approval", () => {
  test("is no longer valid when a number is used again for another version", async () => {
    const world = new World();
    await world.approve();
    world.mlflow.addVersion("1", { creation_timestamp: 999_999 });
    const refusal = await refusalOf(world.promote());
    expect(refusal.message).toContain("[approved]");
  });

  test("does not count when its approver is found to have taken part", async () => {
    const world = new World();
    await world.approve();
    await world.state.contributed([`run:${RUN}`], ben);
    expect((await refusalOf(world.promote())).message).toContain("[approved-by-another] ben took part.");
  });

  test("that was revoked lets nothing through, and says who revoked it and why", async () => {
    const world = new World();
    const approval = await world.approve();
    await world.decisions.revoke({
      principal: cora,
      call: "call",
      name: "credit",
      approval,
      reason: "complaint 12 is open",
    });
    const refusal = await refusalOf(world.promote());
    expect(refusal.message).toContain("was revoked by cora");
    expect(refusal.message).toContain("complaint 12 is open");
    expect(await world.state.holders(`run:${RUN}`)).toEqual([]);
  });

  test("that was revoked after the promotion leaves the version in production, and frozen", async () => {
    const world = new World();
    const approval = await world.approve();
    await world.promote();
    await world.decisions.revoke({
      principal: cora,
      call: "call",
      name: "credit",
      approval,
      reason: "complaint 12 is open",
    });
    expect(world.mlflow.stage("1")).toBe("Production");
    expect(await world.state.kinds(`run:${RUN}`)).toEqual(["promotion"]);
  });

  test.each([
    ["a trainer", person("tom", "trainer"), "tom has not the role approver"],
    ["a program", { ...person("robot", "approver"), kind: "service" as const }, "robot is a service account"],
  ])("is not revoked by %s", async (_, principal, words) => {
    const world = new World();
    const approval = await world.approve();
    const order = { principal, call: "call", name: "credit", approval, reason: "no longer wanted" };
    expect((await refusalOf(world.decisions.revoke(order))).message).toContain(words);
    expect((await world.promote()).act).toBe("promote");
  });

  test("that is unknown or already revoked cannot be revoked", async () => {
    const world = new World();
    const approval = await world.approve();
    const order = { principal: cora, call: "call", name: "credit", approval, reason: "complaint 12 is open" };
    await world.decisions.revoke(order);
    expect((await refusalOf(world.decisions.revoke(order))).code).toBe("RESOURCE_DOES_NOT_EXIST");
  });
});

describe("rolling back", () => {
  async function withTwoVersions(): Promise<World> {
    const world = new World();
    await world.approve();
    await world.promote("1", { archive: true });
    world.mlflow.addVersion("2");
    await world.approve("2", cora);
    await world.promote("2", { archive: true });
    return world;
  }

  test("is one decision without a new approval, and its record says what it is", async () => {
    const world = await withTwoVersions();
    const promoted = await world.promote("1", { archive: true, rollBack: true });
    expect(promoted).toMatchObject({ act: "roll-back", displaces: ["2"] });
    expect(world.mlflow.stage("1")).toBe("Production");
    expect(world.ledger.last()).toMatchObject({
      act: "roll-back",
      approval: { id: expect.any(String) as string },
    });
  });

  test("is not stopped by what has become lacking since, which is on record", async () => {
    const world = await withTwoVersions();
    world.pass(120 * 24 * 60);
    const refusal = await refusalOf(world.promote("1", { archive: true }));
    expect(refusal.message).toContain("The risk assessment has expired.");
    const promoted = await world.promote("1", { rollBack: true, archive: true });
    expect(promoted.act).toBe("roll-back");
    expect(world.ledger.last()?.lacks).toMatchObject([{ requirement: "risk-assessed" }]);
  });

  test("goes to no version that was never in production", async () => {
    const world = await withTwoVersions();
    world.mlflow.addVersion("3");
    await world.approve("3");
    const refusal = await refusalOf(world.promote("3", { rollBack: true }));
    expect(refusal.message).toContain("[was-in-production]");
    expect(refusal.message).toContain("was never in production");
  });

  test("goes to no version whose promotion was recorded and not carried out", async () => {
    const world = new World();
    await world.approve();
    world.mlflow.after = () => {
      Object.assign(world.mlflow.versions.get("credit/1") ?? {}, { current_stage: "None" });
    };
    await refusalOf(world.promote());
    expect(world.ledger.acts()).toEqual(["approve", "promote", "not-carried-out"]);
    const refusal = await refusalOf(world.promote("1", { rollBack: true }));
    expect(refusal.message).toContain("[was-in-production]");
  });

  test("goes to no state of a version that was never in production, approved or not", async () => {
    const world = await withTwoVersions();
    world.mlflow.runs.get(RUN)?.metrics.push({ key: "f1", value: 0.5, timestamp: 1, step: 0 });
    await world.approve("1", cora);
    const refusal = await refusalOf(world.promote("1", { rollBack: true, archive: true }));
    expect(refusal.message).toContain("[was-in-production]");
  });

  test("goes to no version whose approval was revoked", async () => {
    const world = await withTwoVersions();
    const [approval] = world.ledger.records;
    await world.decisions.revoke({
      principal: cora,
      call: "call",
      name: "credit",
      approval: approval?.id ?? "",
      reason: "found to discriminate",
    });
    const refusal = await refusalOf(world.promote("1", { rollBack: true, archive: true }));
    expect(refusal.message).toContain("found to discriminate");
    expect(world.mlflow.stage("2")).toBe("Production");
  });

  test("goes to no version whose artifacts were replaced behind the gate", async () => {
    const world = await withTwoVersions();
    for (const path of world.mlflow.files.keys()) world.mlflow.files.set(path, "other weights");
    const refusal = await refusalOf(world.promote("1", { rollBack: true, archive: true }));
    expect(refusal.message).toContain("has changed since: artifacts");
    expect(world.mlflow.stage("2")).toBe("Production");
  });
});

describe("taking a version out of production", () => {
  test.each([
    [
      "by its stage",
      { version: "1", toStage: "Archived" as const, archive: false },
      { kind: "stage", name: "Production" } as const,
    ],
    ["by its alias", { alias: "champion" }, champion],
  ])("%s is an approver's act and on record", async (_, order, door) => {
    const world = new World();
    await world.approve();
    await world.promote("1", { door });
    const refusal = await refusalOf(
      world.decisions.move({ principal: anna, call: "call", name: "credit", ...order }),
    );
    expect(refusal.message).toContain("version 1 of 'credit' is in production");
    expect(refusal.message).toContain("anna has not the role approver");
    const moved = await world.decisions.move({ principal: ben, call: "call", name: "credit", ...order });
    expect(moved.record).toBe(world.ledger.last()?.record);
    expect(world.ledger.last()).toMatchObject({
      act: "withdraw",
      door,
      subject: { name: "credit", version: "1" },
    });
    expect(await world.state.kinds(`run:${RUN}`)).toEqual(["approval", "promotion"]);
  });

  test("is no matter for versions that are not in it: trainers move them freely, without a record", async () => {
    const world = new World();
    const order = { principal: anna, call: "call", name: "credit", version: "1", archive: false };
    await world.decisions.move({ ...order, toStage: "Staging" });
    await world.decisions.move({ principal: anna, call: "call", name: "credit", alias: "candidate" });
    expect(world.mlflow.stage("1")).toBe("Staging");
    expect(world.ledger.records).toEqual([]);
  });
});
