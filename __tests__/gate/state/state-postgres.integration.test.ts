import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openState } from "../../../gate/state";
import { temporaryFolder } from "../../temporary";
import { startPostgres, type TestPostgres } from "../postgres";
import { ADA } from "../principals";
import { stateBehaves } from "./behaviour";

/** The server has just been started: waits that are long enough for a gate that runs for years would be long here. */
const SHORT = { freezeWaitMs: 400, turnWaitMs: 400, renewEveryMs: 25 };

const found = startPostgres();
let postgres: TestPostgres;

beforeAll(async () => {
  const started = await found;
  if ("missing" in started) console.warn(`skipped: the state of the gate in PostgreSQL: ${started.missing}`);
  else postgres = started;
}, 120_000);
afterAll(() => postgres?.stop());

/** A test that says nothing where there is no PostgreSQL: the reason was printed. */
const withPostgres = (what: string, test: () => Promise<void>) =>
  it(
    what,
    async () => {
      if ((await found) === postgres) await test();
    },
    120_000,
  );

describe("The state of the gate, in PostgreSQL", () => {
  stateBehaves({
    // All at once, so that they race for making the tables.
    open: async () =>
      "missing" in (await found)
        ? [await openState("memory://", SHORT)]
        : Promise.all([1, 2, 3, 4].map(() => openState(postgres.url, SHORT))),
  });
});

describe("Gate tasks that are processes of their own", () => {
  const task = (...args: string[]) =>
    spawn(process.execPath, ["--import", "tsx", join(__dirname, "turn-process.ts"), postgres.url, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });

  withPostgres("take turns: of what each adds nothing is lost", async () => {
    const file = join(temporaryFolder(), "number");
    writeFileSync(file, "0");
    const ends = await Promise.all([1, 2, 3].map(() => once(task(file, "40"), "exit")));
    expect(ends).toEqual([[0, null], [0, null], [0, null]]); // prettier-ignore
    expect(readFileSync(file, "utf8")).toBe("120");
  });

  withPostgres("go on when the one whose turn it is dies", async () => {
    const holder = task("", "hold");
    await once(holder.stdout!, "data");
    const state = await openState(postgres.url, { ...SHORT, turnWaitMs: 300 });
    await expect(state.exclusively("credit", async () => 1)).rejects.toMatchObject({
      code: "RESOURCE_CONFLICT",
    });
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const patient = await openState(postgres.url, { ...SHORT, turnWaitMs: 20_000 });
    expect(await patient.exclusively("credit", async () => 1)).toBe(1);
    await Promise.all([state.close(), patient.close()]);
  });
});

describe("When the server of the database crashes", () => {
  withPostgres(
    "a living task goes on, and what it has under way is put back before anything is frozen",
    async () => {
      const writer = await openState(postgres.url, { ...SHORT, renewEveryMs: 1_000 });
      const decider = await openState(postgres.url, { ...SHORT, renewEveryMs: 1_000, freezeWaitMs: 30_000 });
      const write = await writer.beginWrite(["run:crash"], ADA, "call-1");
      await postgres.crash();
      await expect(decider.contributors(["run:crash"])).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
      await postgres.start();
      let isFrozen = false;
      const freeze = decider.freeze(["run:crash"], "reading:crash").then(() => (isFrozen = true));
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect(isFrozen).toBe(false);
      await write.end();
      await freeze;
      await Promise.all([writer.close(), decider.close()]);
    },
  );

  withPostgres("a decision whose turn was lost with it goes no further", async () => {
    const state = await openState(postgres.url, SHORT);
    const decision = state.exclusively("lost", async () => {
      await postgres.crash();
      await postgres.start();
      await state.planned({ id: "lost-1", model: "lost", plan: {} });
    });
    await expect(decision).rejects.toMatchObject({
      code: "PERMISSION_DENIED",
      message: expect.stringContaining("broke off"),
    });
    expect((await state.openIntents()).filter(({ model }) => model === "lost")).toEqual([]);
    await state.close();
  });
});

describe("A database that is not there", () => {
  it("is said at the start, without its password", async () => {
    const opening = openState("postgres://gate:hunter2@127.0.0.1:1/gate");
    await expect(opening).rejects.toMatchObject({ code: "gate-state-unavailable" });
    await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining("hunter2") });
  });
});
