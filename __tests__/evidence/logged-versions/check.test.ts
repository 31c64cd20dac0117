import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordKey } from "../../../evidence/records";
import { repositoryConfigs } from "../../stacks/synthesized";
import { objectKey } from "../archive/corpus";
import { stranger } from "../records/actors";
import { EMPTY, hours, LOADED_FILE, MANIFEST_DIGEST, mlflowWith, MODEL, run, World } from "./world";

/** Version 1 came in an hour before the day, version 2 in its place at noon. */
async function rolledOver(): Promise<World> {
  const world = await World.made();
  await world.decide(-1, "promote", "1");
  await world.decide(12, "promote", "2");
  return world;
}

describe("Log and decisions agree", () => {
  it("when each entry names the version that was in production then, from its run, with its bytes", async () => {
    const world = (await rolledOver()).log(1, "1").log(11, "1").log(13, "2").log(23, "2");
    expect(await world.check({ registry: mlflowWith({ "1": run("a"), "2": run("a") }) })).toMatchObject({
      ...{ events: 4, versions: 2, systems: 1, registry: "asked", findings: [], notLookedAt: [] },
    });
  });

  it("when broken glass was followed by an approved promotion before its time was up", async () => {
    const world = await World.made();
    await world.decide(-1, "break-glass", "3");
    await world.decide(-0.5, "promote", "3");
    expect(await world.log(1, "3").log(20, "3").found()).toEqual([]);
  });

  it("when an application named the list of files by its digest, as the chain takes it", async () => {
    expect(
      await (await rolledOver()).log(1, "1", { model: { artifact_sha256: MANIFEST_DIGEST } }).found(),
    ).toEqual([]);
  });

  it("when an application was given one file of the folder", async () => {
    expect(
      await (await rolledOver()).log(1, "1", { model: { artifact_sha256: LOADED_FILE } }).found(),
    ).toEqual([]);
  });

  it("while processes that were started before are restarted, for as long as it says", async () => {
    const world = (await rolledOver()).log(12.9, "1");
    expect(await world.found()).toEqual([]);
    expect(await world.found({ graceMinutes: 30 })).toEqual([expect.stringMatching(/^retired 1: /)]);
  });

  it("when a version came back, and was used both times", async () => {
    const world = await rolledOver();
    await world.decide(18, "roll-back", "1");
    expect(await world.log(1, "1").log(13, "2").log(20, "1").found()).toEqual([]);
  });

  it("when a version that has left production was deleted from MLflow since", async () => {
    const world = (await rolledOver()).log(1, "1").log(13, "2");
    expect(await world.found({ registry: mlflowWith({ "2": run("a") }) })).toEqual([]);
  });

  it("when the number stood for another version before it was deleted and made anew, and each was let in", async () => {
    const world = await World.made();
    await world.decide(-1, "promote", "1", { run: run("b") });
    await world.decide(12, "promote", "1", { run: run("c"), details: {} });
    world.log(1, "1", { model: { run_id: run("b") } }).log(13, "1", { model: { run_id: run("c") } });
    expect(await world.found({ registry: mlflowWith({ "1": run("c") }) })).toEqual([]);
  });

  it("when the system was renamed: its registered model tells whose decisions they are", async () => {
    const world = await World.made();
    await world.decide(-1, "promote", "1", { details: { system: "loan-scoring" } });
    expect(await world.log(1, "1").found()).toEqual([]);
  });

  it("when the clocks of application and gate are a few minutes apart", async () => {
    const world = await World.made();
    await world.decide(1, "promote", "1");
    expect(await world.log(1 - 4 / 60, "1").found()).toEqual([]);
  });

  it("names a version that broken glass let in, and calls it no finding", async () => {
    const world = await World.made();
    const record = await world.decide(0.5, "break-glass", "3");
    expect(await world.log(1, "3").check()).toMatchObject({
      findings: [],
      breakGlass: [{ system: "credit-scoring", model: MODEL, version: "3", events: 1, record }],
    });
  });
});

interface Case {
  readonly what: string;
  readonly made: (world: World) => World | Promise<World>;
  readonly mlflow?: Parameters<typeof mlflowWith>[0];
  readonly found: string;
}

const CASES: readonly Case[] = [
  { what: "a version that nobody registered", made: (world) => world.log(1, "9"), mlflow: {}, found: "unregistered 9: MLflow knows no version 9" },
  { what: "a version that is registered and was never let in", made: (world) => world.log(1, "9"), mlflow: { "9": run("a") }, found: "not-approved 9: .* is registered; no record approves it" },
  { what: "the same while MLflow is not asked", made: (world) => world.log(1, "9"), found: "not-approved 9: .*Whether it is registered is not known: MLflow was not asked" },
  { what: "a version that was approved, and not let in", made: async (world) => { await world.decide(13, "approve", "9"); return world.log(14, "9"); }, mlflow: { "9": run("a") }, found: "not-approved 9: .*it was approved, and no record lets it into production" },
  { what: "a number that is of another run in MLflow", made: (world) => world.log(1, "9"), mlflow: { "9": run("f") }, found: "unregistered 9: MLflow's version 9 .* is of run ffff" },
  { what: "a version that was used before it was let in", made: (world) => world.log(11, "2"), found: "not-approved 2: .*was used before it was let in at 2026-11-20T12:00" },
  { what: "a version that was used after it was replaced", made: (world) => world.log(14, "1"), found: "retired 1: .*60 minutes after it had left production at 2026-11-20T12:00" },
  { what: "a version that was used after it was withdrawn", made: async (world) => { await world.decide(15, "withdraw", "2"); return world.log(17, "2"); }, found: "retired 2: .*left production at 2026-11-20T15:00" },
  { what: "a promotion that MLflow did not carry out", made: async (world) => { const about = await world.decide(15, "promote", "5"); await world.decide(15.1, "not-carried-out", "5", { details: { about } }); return world.log(16, "5"); }, found: "not-approved 5: .*no record approves it or lets it into production" },
  { what: "other bytes than were decided on", made: (world) => world.log(1, "1", { model: { artifact_sha256: "f".repeat(64) } }), found: "other-digest 1: .*neither the folder that was decided on nor a file of it" },
  { what: "another run than was decided on", made: (world) => world.log(1, "1", { model: { run_id: run("b") } }), found: "other-digest 1: Version 1 .*was let in from run aaaa.*names run bbbb" },
  { what: "a version that is in production by the records, and gone from MLflow", made: (world) => world.log(13, "2"), mlflow: {}, found: "unregistered 2: .*is in production by the records, and MLflow does not know it any more" },
  { what: "a model that another system was let in with", made: async (world) => { await world.decide(13, "promote", "1", { details: { system: "cv-screening", model: { name: "cv-model", version: "1", createdAt: 1, runId: run("a"), modelId: "", evidenceSha256: "e".repeat(64), artifactSha256: "e".repeat(64) } } }); return world.loseManifest().log(14, "1", { model: { name: "cv-model" } }); }, found: "not-approved 1: credit-scoring declares the registered model .* let in as a model of cv-screening" },
  { what: "a decision that somebody signed who is no gate", made: async (world) => { await world.decide(13, "promote", "7", { by: stranger }); return world.log(14, "7"); }, found: "not-told 7: The record that lets version 7 .* in cannot be relied on" },
  { what: "a version that broken glass let in, when its time was up", made: async (world) => { await world.decide(13, "break-glass", "3"); return world.log(13.5, "3").log(16, "3"); }, found: "retired 3: .*more than 60 minutes after it had left production at 2026-11-20T14:00" },
  { what: "an object under a name that no archive writes", made: (world) => { const key = objectKey(hours(3)); world.log(1, "1").archive.put(`${key}.copy`, Buffer.from("x")); return world; }, found: "not-told -: Of the archive 1 objects have names that no archive writes, and were not read: .*copy" },
  { what: "a version that was let in for another system, used by one that nobody declared", made: (world) => world.log(1, "1", { system: "somebody" }), found: "not-approved 1: somebody is not declared, and logs version 1 of .*, which was let in as a model of credit-scoring" },
  { what: "the digest of nothing, where the list has an empty file", made: (world) => world.log(1, "1", { model: { artifact_sha256: EMPTY } }), found: "other-digest 1: " },
  { what: "a clock that runs ahead of the archive", made: (world) => world.log(20, "2", { writtenHours: 3 }), found: "not-told 2: .*later than the objects that hold them" },
  { what: "a list of artifacts that the vault has not", made: (world) => world.loseManifest().log(1, "1"), found: "not-told 1: .*cannot be told: the vault holds no list of its artifacts" },
  { what: "an MLflow that does not answer", made: (world) => world.log(1, "1"), mlflow: "http://mlflow: connection refused", found: "not-told -: MLflow did not answer \\(http://mlflow: connection refused\\)" },
  { what: "an entry that was changed", made: (world) => world.log(1, "1", { change: (line) => (line.attributes.art12.entry_sha256 = "0".repeat(64)) }).log(2, "1"), found: "not-told -: Of the archive 1 objects or lines are no evidence as they stand: digest-mismatch" },
  { what: "an object that is broken off", made: (world) => { world.log(1, "1").log(2, "1"); world.archive.put(objectKey(hours(3)), Buffer.from([31, 139])); return world; }, found: "not-told -: Of the archive 1 objects or lines" },
  { what: "a chain of records that is broken", made: (world) => { world.log(13, "2"); writeFileSync(join(world.dir, recordKey("gate", 1)), "{}"); return world; }, found: "not-told -: Of the gate's records [0-9]+ cannot be relied on" },
]; // prettier-ignore

describe("Log and decisions disagree, or it cannot be told, about", () => {
  it.each(CASES)("$what", async ({ made, mlflow, found }) => {
    const world = await made(await rolledOver());
    const registry = mlflow === undefined ? undefined : mlflowWith(mlflow);
    expect(await world.found({ registry })).toContainEqual(expect.stringMatching(new RegExp(`^${found}`)));
  });

  it("nothing else when MLflow does not answer: the vault alone still judges", async () => {
    const world = (await rolledOver()).log(1, "1").log(14, "1");
    const { findings, registry } = await world.check({ registry: mlflowWith("no answer") });
    expect([registry, findings.map(({ code, version }) => [code, version])]).toEqual([
      "no-answer",
      [["retired", "1"], ["not-told", undefined]],
    ]); // prettier-ignore
  });

  it("a version once, with how many entries there are from when to when", async () => {
    const world = (await rolledOver())
      .log(14, "1")
      .log(16, "1")
      .log(18, "1", { model: { run_id: run("a") } });
    expect((await world.check()).findings).toEqual([
      expect.objectContaining({ code: "retired", events: 3, first: hours(14), last: hours(18) }),
    ]);
  });
});

describe("A period without entries", () => {
  it("of a system in production is no agreement", async () => {
    expect(await (await rolledOver()).found()).toEqual([
      `not-told -: By the records version 1, 2 of ${MODEL} was in production, and the log has no entry of credit-scoring in the period.`,
    ]);
  });

  it("is what was to be expected while nothing is in production", async () => {
    expect(await (await World.made()).check()).toMatchObject({ findings: [], events: 0 });
  });

  it("is what was to be expected when the emitters were heard: they had nothing to decide on", async () => {
    expect(await (await rolledOver()).heartbeat(3).found()).toEqual([]);
  });

  it("of a system that is retired, or of another environment, is no concern of this one", async () => {
    const [system] = repositoryConfigs().systems.filter(({ id }) => id === "credit-scoring");
    const world = await rolledOver();
    expect(await world.found({ systems: [{ ...system!, status: "retired" }] })).toEqual([]);
    expect(await world.found({ systems: [{ ...system!, environments: ["production"] }] })).toEqual([]);
  });
});

describe("Entries that are not asked about", () => {
  it("are those of another environment or time", async () => {
    const world = (await rolledOver()).log(1, "1").log(25, "9").log(-1, "9");
    expect(await world.check()).toMatchObject({ events: 1, findings: [] });
    expect(await world.check({ environment: "production" })).toMatchObject({ events: 0 });
  });

  it("of a system that no file declares are judged, and it is said what cannot be told of them", async () => {
    const world = (await rolledOver()).log(1, "1", { system: "somebody" }).log(14, "1", { system: "somebody" }).log(2, "1");
    const { findings, notLookedAt } = await world.check();
    expect(findings.map(({ code, system }) => [code, system])).toEqual([
      ["not-approved", "somebody"],
      ["retired", "somebody"],
    ]);
    expect(notLookedAt.join()).toContain("somebody");
  }); // prettier-ignore
});

it("The gate's stream cut off at its end still lets the rest be judged", async () => {
  const world = (await rolledOver()).log(1, "1");
  truncateSync(join(world.dir, recordKey("gate", 2)), 0);
  expect(await world.found()).toEqual([expect.stringMatching(/^not-told -: Of the gate's records 1 cannot/)]);
});
