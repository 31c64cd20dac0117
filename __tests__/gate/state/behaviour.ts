import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { GateState, Target } from "../../../gate/state/gate-state";
import { ADA, BERTA, CI } from "../principals";

/** Tasks that share one database, with short waits. Tests keep apart by names of their own. */
export interface StateWorld {
  open(): Promise<readonly GateState[]>;
}

const isConflict = { code: "RESOURCE_CONFLICT" };

/** Whether it has come to an end, after things that take no time. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  return Promise.race([promise.then(() => true, () => true), sleep(120).then(() => false)]); // prettier-ignore
}

/** The same table for every database. */
export function stateBehaves(world: StateWorld): void {
  let tasks: readonly GateState[];
  let one: GateState;
  /** Another task where there is one, else the same. */
  let other: GateState;
  let RUN: Target;
  let OTHER: Target;
  let VERSION: Target;
  let MODEL: string;
  let ID: string;

  beforeAll(async () => {
    tasks = await world.open();
    one = tasks[0]!;
    other = tasks.at(-1)!;
  }, 60_000);
  afterAll(() => Promise.all(tasks.map((task) => task.close())));
  beforeEach(() => {
    const id = () => randomUUID().replaceAll("-", "");
    [RUN, OTHER, MODEL, ID] = [`run:${id()}`, `run:${id()}`, `credit-${id()}`, id()];
    VERSION = `version:${MODEL}/4`;
  });
  const openOnes = async (state: GateState) =>
    (await state.openIntents()).filter(({ id }) => id.startsWith(ID));

  it("lets people work on what is not frozen, and remembers each of them once, with their first write", async () => {
    await (await one.beginWrite([RUN, VERSION], ADA, "call-1")).end();
    await (await other.beginWrite([RUN], ADA, "call-2")).end();
    await other.contributed([RUN], CI);
    expect(await one.contributors([RUN, VERSION])).toMatchObject([
      { target: RUN, principal: "https://id.example#u-17", name: "Ada", kind: "person" },
      { target: VERSION, name: "Ada" },
      { target: RUN, name: "ci", kind: "service" },
    ]);
    expect(await one.contributors([OTHER])).toEqual([]);
    expect(await one.contributors([])).toEqual([]);
  });

  it.each([
    { kind: "reading", words: "a decision about it is being made" },
    { kind: "approval", words: "stands on it as it is" },
    { kind: "promotion", words: "it is evidence of a version that was in production" },
  ] as const)(
    "refuses a write to what a holder of kind $kind keeps, and says why",
    async ({ kind, words }) => {
      await one.freeze([RUN], `${kind}:${ID}`);
      const refused = other.beginWrite([OTHER, RUN], ADA, "call-1");
      await expect(refused).rejects.toMatchObject({ ...isConflict, message: expect.stringContaining(words) });
      expect(await one.contributors([RUN, OTHER])).toEqual([]);
    },
  );

  it("lets a freeze wait for a write that had begun", async () => {
    const write = await one.beginWrite([RUN], ADA, "call-1");
    const freeze = other.freeze([RUN], `reading:${ID}`);
    expect(await isSettled(freeze)).toBe(false);
    await expect(one.beginWrite([RUN], ADA, "call-2")).rejects.toMatchObject(isConflict);
    void write.end();
    await freeze;
    expect(await one.holders(RUN)).toEqual([`reading:${ID}`]);
  });

  it("gives up a freeze when a write takes too long, and leaves nothing frozen by it", async () => {
    const write = await one.beginWrite([RUN], ADA, "call-1");
    await other.freeze([OTHER], `approval:${ID}`);
    await expect(other.freeze([OTHER, RUN], `approval:${ID}`)).rejects.toMatchObject({
      ...isConflict,
      message: expect.stringContaining(`a write to ${RUN.replace(":", " ")} by https://id.example#u-17`),
    });
    expect(await one.holders(RUN)).toEqual([]);
    expect(await one.holders(OTHER)).toEqual([`approval:${ID}`]);
    await write.end();
  });

  it("keeps what others hold when one holder lets go", async () => {
    await one.freeze([RUN, OTHER], `reading:${ID}`);
    await one.freeze([RUN], `approval:${ID}`);
    await one.freeze([RUN], `approval:${ID}`);
    await other.release(`reading:${ID}`);
    expect(await one.holders(RUN)).toEqual([`approval:${ID}`]);
    expect(await one.holders(OTHER)).toEqual([]);
    const mine = (await other.allHolders()).filter(({ holder }) => holder.endsWith(ID));
    expect(mine).toEqual([{ holder: `approval:${ID}`, since: expect.any(String) }]);
  });

  it("never lets a write and a freeze both go on, however they race", async () => {
    const targets = Array.from({ length: 12 }, (_, n): Target => `run:${ID}-${n}.`);
    const log: string[] = [];
    const write = async (state: GateState, all: readonly Target[], n: number) => {
      const write = await state.beginWrite(all, ADA, `call-${n}`).catch(() => undefined);
      if (write === undefined) return;
      log.push(...all.map((target) => `write ${target}`));
      await sleep(n % 5);
      log.push(...all.map((target) => `end ${target}`));
      await write.end();
    };
    const freeze = async (state: GateState, all: readonly Target[], n: number) => {
      const done = await state.freeze(all, `reading:${ID}-${n}`).then(
        () => true,
        // On a slow machine it may have to give up, which is no fault here.
        () => false,
      );
      if (!done) return;
      log.push(...all.map((target) => `frozen ${target}`));
    };
    await Promise.all(
      Array.from({ length: 120 }, (_, n) => {
        const [a, b] = [targets[n % 12]!, targets[(n * 5 + 1) % 12]!];
        const state = tasks[n % tasks.length]!;
        // In both orders, so that whoever locked in the order given would meet somebody who waits for him.
        return n % 4 === 3 ? freeze(state, n % 8 === 3 ? [a, b] : [b, a], n) : write(state, [b, a], n);
      }),
    );
    expect(log.filter((line) => line.startsWith("frozen")).length).toBeGreaterThan(0);
    expect(log.filter((line) => line.startsWith("write")).length).toBeGreaterThan(0);
    for (const target of targets) {
      let writing = 0;
      let isFrozen = false;
      for (const entry of log.filter((line) => line.endsWith(target))) {
        if (entry.startsWith("frozen")) isFrozen = true;
        else writing += entry.startsWith("write") ? 1 : -1;
        expect({ target, both: isFrozen && writing > 0 }).toEqual({ target, both: false });
      }
    }
  });

  it("lets decisions about one model take turns, and those about another go on", async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(5);
      inside--;
    };
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => tasks[n % tasks.length]!.exclusively(MODEL, work)),
    );
    expect(most).toBe(1);
    const answer = await one.exclusively(MODEL, () => other.exclusively(`${MODEL}-2`, async () => "both"));
    expect(answer).toBe("both");
  });

  it("lets the next have its turn when a decision fails", async () => {
    await expect(one.exclusively(MODEL, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await other.exclusively(MODEL, async () => 1)).toBe(1);
  });

  it("refuses a decision that would wait too long for its turn, in words", async () => {
    await one.exclusively(MODEL, async () => {
      await expect(other.exclusively(MODEL, async () => 1)).rejects.toMatchObject({
        ...isConflict,
        message: expect.stringContaining(`another decision about registered model ${MODEL}`),
      });
    });
  });

  it("follows an intent from plan to end, and shows it while it is open", async () => {
    await one.planned({ id: `${ID}-1`, model: MODEL, plan: { stage: "Production", list: [1, "ü"] } });
    await one.planned({ id: `${ID}-2`, model: `${MODEL}-2`, plan: {} });
    await other.recorded(`${ID}-1`, "records/gate/000000000001.dsse.json");
    expect(await openOnes(other)).toEqual([
      {
        id: `${ID}-1`,
        model: MODEL,
        plan: { stage: "Production", list: [1, "ü"] },
        state: "recorded",
        record: "records/gate/000000000001.dsse.json",
        at: expect.stringMatching(/Z$/),
      },
      { id: `${ID}-2`, model: `${MODEL}-2`, plan: {}, state: "planned", at: expect.any(String) },
    ]);
    await one.settled(`${ID}-1`, "done");
    await one.settled(`${ID}-2`, "not-done");
    expect(await openOnes(other)).toEqual([]);
  });

  it("plans no second change of a model while the first is open", async () => {
    await one.planned({ id: `${ID}-1`, model: MODEL, plan: {} });
    await expect(other.planned({ id: `${ID}-2`, model: MODEL, plan: {} })).rejects.toMatchObject({
      ...isConflict,
      message: expect.stringContaining("not settled yet"),
    });
    await one.settled(`${ID}-1`, "not-done");
    await other.planned({ id: `${ID}-2`, model: MODEL, plan: {} });
  });

  it("shows what was given up though it was recorded: that alone may still turn out to be done", async () => {
    await one.planned({ id: `${ID}-1`, model: MODEL, plan: {} });
    await one.settled(`${ID}-1`, "not-done");
    await one.planned({ id: `${ID}-2`, model: MODEL, plan: {} });
    await one.recorded(`${ID}-2`, "records/gate/000000000002.dsse.json");
    await one.settled(`${ID}-2`, "not-done");
    const mine = async () => (await other.givenUp(60_000)).filter(({ id }) => id.startsWith(ID));
    expect(await mine()).toMatchObject([{ id: `${ID}-2`, state: "not-done" }]);
    await one.settled(`${ID}-2`, "done");
    expect(await mine()).toEqual([]);
    await one.settled(`${ID}-2`, "not-done");
    expect(await mine()).toEqual([]);
  });

  it("settles an intent once: what comes later does not undo it", async () => {
    await one.planned({ id: `${ID}-1`, model: MODEL, plan: {} });
    await one.settled(`${ID}-1`, "done");
    await other.recorded(`${ID}-1`, "records/gate/000000000009.dsse.json");
    expect(await openOnes(one)).toEqual([]);
  });

  it("keeps names with quotes and letters of all kinds apart from its own language", async () => {
    const odd: Target = `version:a'); drop table intent; --/ü\\"{}${ID}`;
    await (await one.beginWrite([odd], { ...BERTA, name: "O'Hara {1,2}" }, "call-1")).end();
    expect(await other.contributors([odd])).toMatchObject([{ target: odd, name: "O'Hara {1,2}" }]);
  });
}
