import { keepRecovering } from "../../../gate/recovery";
import { Refusal } from "../../../gate/refusal";
import { MODEL, RUN } from "../decisions/fake-mlflow";
import { ben } from "../decisions/world";
import { Life } from "./mortal";
import { FakeState } from "../decisions/fake-state";
import { approved, type Survivors } from "./survivors";

/** How many steps a promotion takes that nobody interrupts. */
async function stepsOfPromotion(): Promise<number> {
  const life = new Life();
  await (await approved()).promote(life);
  return life.steps;
}

describe("A gate that is killed while it promotes", () => {
  it.each(["before", "after"] as const)(
    "%s any step leaves records that agree with MLflow, once another gate has looked",
    async (when) => {
      const steps = await stepsOfPromotion();
      expect(steps).toBeGreaterThan(20);
      const ends = { made: 0, "not made": 0 };
      for (let step = 1; step <= steps; step++) {
        const survivors = await approved();
        await survivors.promote(new Life(step, when)).catch(() => undefined);
        survivors.pass(3);
        const { left } = await survivors.recover();
        const made = survivors.mlflow.stage("1") === "Production";
        expect({ step, left, open: await survivors.state.openIntents(), records: await survivors.recordedInProduction() })
          .toEqual({ step, left: [], open: [], records: made }); // prettier-ignore
        const kinds = await survivors.state.kinds(`run:${RUN}`);
        // What is being read ends with the lease of the task that reads.
        expect({ step, kinds: kinds.filter((kind) => kind !== "reading") }).toEqual({
          step,
          kinds: made ? ["approval", "promotion"] : ["approval"],
        });
        ends[made ? "made" : "not made"]++;
      }
      expect(ends.made).toBeGreaterThan(0);
      expect(ends["not made"]).toBeGreaterThan(0);
    },
    120_000,
  );

  it("can be promoted by another afterwards, and no record is told twice", async () => {
    const steps = await stepsOfPromotion();
    for (let step = 1; step <= steps; step += 3) {
      const survivors = await approved();
      await survivors.promote(new Life(step)).catch(() => undefined);
      survivors.pass(3);
      await survivors.recover();
      if (survivors.mlflow.stage("1") !== "Production") await survivors.promote();
      expect(survivors.mlflow.stage("1")).toBe("Production");
      const before = (await survivors.ledger.history("credit")).length;
      expect(await survivors.recover()).toEqual({
        intents: {},
        late: [],
        released: [],
        refrozen: [],
        left: [],
      });
      expect(await survivors.ledger.history("credit")).toHaveLength(before);
    }
  }, 120_000);
});

describe("MLflow that is still at work on what a dead gate sent", () => {
  /** The change reaches MLflow, which makes it when it is told to. */
  async function killedWhileMlflowWorks() {
    const survivors = await approved();
    let makeIt = () => {};
    const { mlflow } = survivors;
    const send = mlflow.send.bind(mlflow);
    mlflow.send = async (request) => {
      if (request.method === "GET") return send(request);
      makeIt = () => void send(request);
      throw new Refusal("RESOURCE_CONFLICT", "the connection broke off");
    };
    await expect(survivors.promote()).rejects.toMatchObject({ code: "RESOURCE_CONFLICT" });
    mlflow.send = send;
    return { survivors, makeIt: () => makeIt() };
  }

  it("is waited for: nothing is said before it is known", async () => {
    const { survivors, makeIt } = await killedWhileMlflowWorks();
    expect(Object.values((await survivors.recover()).intents)).toEqual(["open"]);
    makeIt();
    expect(Object.values((await survivors.recover()).intents)).toEqual(["done"]);
    expect(await survivors.recordedInProduction()).toBe(true);
  });

  it("longer than anybody waits is found out afterwards, recorded as late, and frozen", async () => {
    const { survivors, makeIt } = await killedWhileMlflowWorks();
    survivors.pass(3);
    expect(Object.values((await survivors.recover()).intents)).toEqual(["not-done"]);
    expect(await survivors.recordedInProduction()).toBe(false);
    expect((await survivors.recover()).late).toEqual([]);
    makeIt();
    expect((await survivors.recover()).late).toHaveLength(1);
    expect(await survivors.recordedInProduction()).toBe(true);
    const [promoted, , late] = (await survivors.ledger.history("credit")).slice(-3);
    expect(late).toMatchObject({ act: "carried-out-late", about: promoted?.record });
    for (const target of [
      `run:${RUN}`,
      `model:${MODEL}`,
      "version:credit/1",
      "registered-model:credit",
    ] as const)
      expect(await survivors.state.kinds(target)).toContain("promotion");
    expect((await survivors.recover()).late).toEqual([]);
  });

  it("is not taken for late when somebody decided anew meanwhile", async () => {
    const { survivors } = await killedWhileMlflowWorks();
    survivors.pass(3);
    await survivors.recover();
    await survivors.promote();
    expect((await survivors.recover()).late).toEqual([]);
  });
});

describe("A freeze behind which no approval stands", () => {
  it("ends an hour later: its gate died before the record, or after the revocation", async () => {
    const survivors = await approved();
    const [approval] = await survivors.ledger.history("credit");
    await survivors.state.freeze(["run:other"], "approval:never-recorded");
    // The state in memory says of every freeze that it is of now.
    const since = new Date(survivors.now.getTime() - 3 * 60 * 60_000).toISOString();
    const all = survivors.state.allHolders.bind(survivors.state);
    survivors.state.allHolders = async () => (await all()).map(({ holder }) => ({ holder, since }));
    expect((await survivors.recover()).released).toEqual(["approval:never-recorded"]);
    await survivors.ledger.write({
      id: "revocation",
      act: "revoke",
      principal: ben,
      subject: { name: "credit" },
      approval: { id: approval!.id, record: approval!.record },
      about: approval!.record,
    });
    expect((await survivors.recover()).released).toEqual([`approval:${approval!.id}`]);
  });

  it("is left alone while it is young: its gate may be copying a large model", async () => {
    const survivors = await approved();
    await survivors.state.freeze(["run:other"], "approval:on-its-way");
    expect((await survivors.recover()).released).toEqual([]);
  });
});

describe("A database that was lost", () => {
  const frozen = async (survivors: Survivors) => (await survivors.state.kinds(`run:${RUN}`)).toSorted();

  it("has its freezes back from the records: of the approval that stands and of what came into production", async () => {
    const survivors = await approved();
    await survivors.promote();
    const before = new Map(survivors.state.frozen);
    survivors.state = new FakeState(survivors.clock);
    expect(await frozen(survivors)).toEqual([]);
    expect((await survivors.recover()).refrozen).toHaveLength(2);
    expect(await frozen(survivors)).toEqual(["approval", "promotion"]);
    for (const [target, holders] of before)
      expect({ target, holders: survivors.state.frozen.get(target) }).toEqual({ target, holders });
    expect((await survivors.recover()).refrozen).toEqual([]);
  });

  it("gets no freeze back for an approval that was revoked, nor for a version that is another one by now", async () => {
    const survivors = await approved();
    const [approval] = await survivors.ledger.history("credit");
    const decisions = survivors.decisions();
    await decisions.revoke({
      ...{ principal: ben, call: "call", name: "credit" },
      ...{ approval: approval!.id, reason: "wrong data" },
    });
    survivors.state = new FakeState(survivors.clock);
    expect((await survivors.recover()).refrozen).toEqual([]);

    const other = await approved();
    other.mlflow.versions.get("credit/1")!.creation_timestamp += 1;
    other.state = new FakeState(other.clock);
    expect(await other.recover()).toMatchObject({ refrozen: [], left: [] });
  });
});

describe("Recovery", () => {
  it("says what it cannot look at now, and looks at the rest", async () => {
    const survivors = await approved();
    await survivors.state.planned({ id: "unreadable", model: "fraud", plan: { v: 9 } });
    await survivors.state.freeze(["run:other"], "approval:never-recorded");
    const since = new Date(0).toISOString();
    survivors.state.allHolders = async () => [{ holder: "approval:never-recorded", since }];
    const { left, released } = await survivors.recover();
    expect(left).toEqual([expect.stringMatching(/^intent unreadable: /)]);
    expect(released).toEqual(["approval:never-recorded"]);
  });

  it("leaves everything as it is while MLflow does not answer", async () => {
    const survivors = await approved();
    survivors.mlflow.before = ({ method }) => {
      if (method !== "GET") throw new Refusal("RESOURCE_CONFLICT", "the connection broke off");
    };
    await survivors.promote().catch(() => undefined);
    survivors.pass(3);
    survivors.mlflow.before = () => {
      throw new Refusal("RESOURCE_CONFLICT", "MLflow does not answer");
    };
    expect((await survivors.recover()).left).toEqual([expect.stringContaining("MLflow does not answer")]);
    expect(await survivors.state.openIntents()).toHaveLength(1);
  });

  it("goes on beside the gate's work, says what it did, and ends when it is told to", async () => {
    const survivors = await approved();
    await survivors.state.planned({ id: "i-1", model: "credit", plan: {} });
    const said: string[] = [];
    const recovery = keepRecovering(survivors.parts(new Life()), (message) => said.push(message));
    await recovery.stop();
    expect(said).toEqual([expect.stringMatching(/^intent i-1: /)]);
  });
});
