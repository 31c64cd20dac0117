import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FolderRecordStore, verifyRecords, type PutOutcome } from "../../../evidence/records";
import { actors, ringWith } from "../../evidence/records/actors";
import { DeployScene } from "./deploy-scene";
import { until, writeStacks } from "./scene";

/** Named so that the order of names is not the order of dependencies. */
const CHAIN = {
  a: { dependencies: ["b"] },
  b: { dependencies: ["c"] },
  c: {},
};

const outcomes = ({ plans }: { plans: readonly { stack: string; outcome: string }[] }) =>
  plans.map(({ stack, outcome }) => `${stack} ${outcome}`);

describe("Reviewed plans", () => {
  it("are applied in the order of their dependencies, each with a record before and after", async () => {
    const scene = await DeployScene.planned(CHAIN);
    await scene.review();
    const principal = "arn:aws:sts::123456789012:assumed-role/evidence-deploy/run-7";
    const deployment = await scene.apply({ actor: "ci", principal });
    expect(deployment.fault).toBeUndefined();
    expect(outcomes(deployment)).toEqual(["c applied", "b applied", "a applied"]);
    expect(scene.applied).toEqual(["c", "b", "a"]);
    const deploys = await scene.deploys();
    expect(deploys.map(({ stack, outcome }) => `${stack} ${outcome}`)).toEqual(
      ["c", "b", "a"].flatMap((stack) => [`${stack} started`, `${stack} applied`]),
    );
    expect(new Set(deploys.map((each) => each.principal))).toEqual(new Set([principal]));
    expect(deploys[1]).toMatchObject({
      planSha256: scene.plan256("c"),
      reviewSequence: 1,
      added: 1,
      changed: 0,
      destroyed: 0,
      addresses: ["aws_s3_bucket.b"],
      addressesLeftOut: 0,
    });
    expect((await verifyRecords(scene.store, ringWith())).findings).toEqual([]);
  });

  it("are only told of in a dry run", async () => {
    const scene = await DeployScene.planned(CHAIN);
    await scene.review();
    const deployment = await scene.dryRun();
    expect(outcomes(deployment)).toEqual(["c may-be-applied", "b may-be-applied", "a may-be-applied"]);
    expect(deployment.plans[0]?.clearance.review).toMatchObject({
      stream: "ci-review",
      sequence: 1,
      effect: "neutral",
    });
    expect(scene.applied).toEqual([]);
    expect(await scene.deploys()).toEqual([]);
  });

  it("that weaken a duty are applied when an approver agreed, and the record names the approval", async () => {
    const scene = await DeployScene.planned(CHAIN);
    await scene.review({ effects: { b: "weakens", c: "strengthens" } });
    await scene.decide("b", { decision: "refused", at: new Date(Date.now() - 60_000) });
    await scene.decide("b");
    expect(outcomes(await scene.apply())).toEqual(["c applied", "b applied", "a applied"]);
    const of = (stack: string) =>
      scene.deploys().then((all) => all.find((each) => each.stack === stack)?.approval);
    expect(await of("b")).toMatchObject({ stream: "approver", sequence: 2 });
    expect(await of("c")).toBeUndefined();
  });

  it("are applied on a sound review, although a later one is forged", async () => {
    const scene = await DeployScene.planned({ vault: {} });
    await scene.review();
    await scene.review({ by: actors.exporter, effects: { vault: "weakens" } });
    expect(outcomes(await scene.apply())).toEqual(["vault applied"]);
    expect((await scene.deploys())[0]?.reviewSequence).toBe(1);
  });

  it("are applied on a review that named the JSON alone", async () => {
    const scene = await DeployScene.planned({ vault: {} });
    await scene.review({ withoutPlanFiles: true });
    expect(outcomes(await scene.apply())).toEqual(["vault applied"]);
  });

  it("are applied with the versions of providers that they were planned with", async () => {
    const scene = await DeployScene.planned({ vault: {} });
    await scene.review();
    const lock = join(scene.synthesized, "stacks/vault/.terraform.lock.hcl");
    writeFileSync(lock, "# newer versions");
    await scene.apply();
    expect(readFileSync(lock, "utf8")).toBe(readFileSync(scene.file("vault.lock.hcl"), "utf8"));
  });

  it("are applied once: a second run says that they were, and by which record", async () => {
    const scene = await DeployScene.planned({ vault: {} });
    await scene.review();
    await scene.apply();
    const again = await scene.apply();
    expect(again.plans).toMatchObject([
      { outcome: "applied-before", record: "records/ci-deploy/000000000002.dsse.json" },
    ]);
    expect(again.fault).toBeUndefined();
    expect(scene.applied).toEqual(["vault"]);
    expect(await scene.deploys()).toHaveLength(2);
  });
});

describe("A record that says a plan was applied", () => {
  it.each([
    { by: "ci-deploy", outcome: "applied-before" },
    { by: "exporter", outcome: "applied" },
  ] as const)("and is signed by $by: the plan is then $outcome", async ({ by, outcome }) => {
    const scene = await DeployScene.planned({ vault: {} });
    await scene.review();
    await scene.claimApplied("vault", actors[by]);
    expect(outcomes(await scene.apply())).toEqual([`vault ${outcome}`]);
  });
});

describe("When Terraform fails", () => {
  const failing = {
    ...CHAIN,
    b: { dependencies: ["c"], refuses: { apply: "Saved plan is stale: The state was changed" } },
  };

  it("the stacks behind are held back, the fault is told, and the record says failed and on what it began", async () => {
    const scene = await DeployScene.planned(failing);
    await scene.review();
    const deployment = await scene.apply();
    expect(outcomes(deployment)).toEqual(["c applied", "b failed", "a held-back"]);
    expect(deployment.fault).toMatchObject({ code: "plan-stale", exitCode: 1 });
    expect(scene.applied).toEqual(["c", "b"]);
    expect((await scene.deploys()).at(-1)).toMatchObject({
      stack: "b",
      outcome: "failed",
      failure: "plan_stale",
      added: 0,
      addresses: ["aws_s3_bucket.b"],
    });
  });

  it("a run after it is mended goes on with what is left", async () => {
    const scene = await DeployScene.planned(failing);
    await scene.review();
    await scene.apply();
    writeStacks(CHAIN, scene.synthesized);
    expect(outcomes(await scene.apply())).toEqual(["c applied-before", "b applied", "a applied"]);
  });

  it("because it is interrupted, the record says so, and no further stack is begun", async () => {
    const scene = await DeployScene.planned(CHAIN);
    writeStacks({ ...CHAIN, c: { takesMs: 20_000 } }, scene.synthesized);
    await scene.review();
    const controller = new AbortController();
    const run = scene.apply({ signal: controller.signal });
    void until(() => scene.applied.length === 1).then(() => controller.abort());
    const deployment = await run;
    expect(outcomes(deployment)).toEqual(["c failed", "b held-back", "a held-back"]);
    expect(scene.journal).toContain("interrupted apply c");
    expect((await scene.deploys()).at(-1)).toMatchObject({
      outcome: "failed",
      failure: "terraform_interrupted",
    });
  });
});

describe("When a record cannot be written", () => {
  /** A store that refuses from the given record of deploys on. */
  class Failing extends FolderRecordStore {
    constructor(
      folder: string,
      private readonly from: number,
    ) {
      super(folder);
    }

    override async putIfAbsent(key: string, bytes: Uint8Array): Promise<PutOutcome> {
      const [, sequence] = /^records\/ci-deploy\/(\d+)/.exec(key) ?? [];
      if (Number(sequence) >= this.from) throw new Error("the store is out of reach");
      return super.putIfAbsent(key, bytes);
    }
  }

  it("of the beginning, nothing is applied", async () => {
    const scene = await DeployScene.planned({ vault: {} });
    await scene.review();
    const deployment = await scene.apply({ store: new Failing(scene.records, 1) });
    expect(outcomes(deployment)).toEqual(["vault held-back"]);
    expect(deployment.fault?.message).toContain("out of reach");
    expect(scene.applied).toEqual([]);
  });

  it("of the end, it is said loudly what was applied, and no further stack is begun", async () => {
    const scene = await DeployScene.planned(CHAIN);
    await scene.review();
    const deployment = await scene.apply({ store: new Failing(scene.records, 2) });
    expect(outcomes(deployment)).toEqual(["c applied", "b held-back", "a held-back"]);
    expect(deployment.fault).toMatchObject({ code: "deploy-not-recorded", exitCode: 1 });
    expect(deployment.fault?.message).toMatch(/^c WAS APPLIED, and no record tells of it/);
    expect(deployment.fault?.message).toContain(scene.plan256("c"));
  });

  it("of the end, the beginning still stands, and the next run says so", async () => {
    const scene = await DeployScene.planned({ vault: {} });
    await scene.review();
    await scene.apply({ store: new Failing(scene.records, 2) });
    const { plans } = await scene.apply();
    expect(plans[0]?.clearance.begun).toMatchObject({ stream: "ci-deploy", sequence: 1 });
  });
});
