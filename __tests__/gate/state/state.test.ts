import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { openState } from "../../../gate/state";
import type { GateState } from "../../../gate/state/gate-state";
import { temporaryFolder } from "../../temporary";
import { ADA } from "../principals";
import { stateBehaves } from "./behaviour";

const SHORT = { freezeWaitMs: 400, turnWaitMs: 400 };

describe("The state of the gate, in the engine of the process", () => {
  stateBehaves({ open: async () => [await openState("memory://", SHORT)] });
});

describe("The state of the gate in a folder", () => {
  it("is there again after the gate was started anew", async () => {
    const folder = join(temporaryFolder(), "state");
    const first = await openState(folder, SHORT);
    await (await first.beginWrite(["run:1"], ADA, "call-1")).end();
    await first.freeze(["run:1"], "approval:a-1");
    await first.planned({ id: "i-1", model: "credit", plan: { a: 1 } });
    await first.close();
    const second = await openState(folder, SHORT);
    expect(await second.contributors(["run:1"])).toMatchObject([{ name: "Ada" }]);
    expect(await second.holders("run:1")).toEqual(["approval:a-1"]);
    expect(await second.openIntents()).toMatchObject([{ id: "i-1", state: "planned" }]);
    await second.close();
  });

  it("that is a file is said to be of no use, with what is needed", async () => {
    await expect(openState(__filename)).rejects.toMatchObject({ code: "gate-state-unavailable" });
  });
});

describe("What a dead gate task left behind", () => {
  /** A task that is heard of no more: it renews nothing. */
  const dead = { leaseMs: 150, renewEveryMs: 3_600_000 };
  let state: GateState;
  afterEach(() => state.close());

  it("ends by itself: writes under way, and evidence being read", async () => {
    state = await openState("memory://", { ...SHORT, ...dead, freezeWaitMs: 5_000 });
    await state.beginWrite(["run:1"], ADA, "call-1");
    await state.freeze(["run:2"], "reading:1");
    await state.freeze(["run:3"], "promotion:1");
    await state.freeze(["run:1"], "reading:2");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await state.holders("run:2")).toEqual([]);
    await (await state.beginWrite(["run:2"], ADA, "call-2")).end();
    expect(await state.holders("run:3")).toEqual(["promotion:1"]);
    expect(await state.allHolders()).toMatchObject([{ holder: "promotion:1" }]);
  });

  it("does not end while its task lives, however long it takes", async () => {
    state = await openState("memory://", { freezeWaitMs: 300, leaseMs: 500, renewEveryMs: 50 });
    await state.beginWrite(["run:1"], ADA, "call-1");
    await state.freeze(["run:2"], "reading:1");
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await expect(state.freeze(["run:1"], "reading:2")).rejects.toMatchObject({ code: "RESOURCE_CONFLICT" });
    expect(await state.holders("run:2")).toEqual(["reading:1"]);
  });
});

describe("When the database does not answer", () => {
  const everything: [string, (state: GateState) => Promise<unknown>][] = [
    ["beginWrite", (state) => state.beginWrite(["run:1"], ADA, "call-1")],
    ["contributed", (state) => state.contributed(["run:1"], ADA)],
    ["contributors", (state) => state.contributors(["run:1"])],
    ["freeze", (state) => state.freeze(["run:1"], "reading:1")],
    ["release", (state) => state.release("reading:1")],
    ["holders", (state) => state.holders("run:1")],
    ["allHolders", (state) => state.allHolders()],
    ["planned", (state) => state.planned({ id: "i", model: "m", plan: {} })],
    ["recorded", (state) => state.recorded("i", "r")],
    ["settled", (state) => state.settled("i", "done")],
    ["openIntents", (state) => state.openIntents()],
    ["givenUp", (state) => state.givenUp(1000)],
  ];

  let state: GateState;
  beforeAll(async () => {
    state = await openState("memory://", SHORT);
  }, 60_000);
  afterAll(() => state.close());

  it.each(everything)("%s is refused in words a client shows, never with a fault", async (_, ask) => {
    const failing = jest.spyOn(PGlite.prototype, "query").mockRejectedValue(new Error("disk full"));
    await expect(ask(state)).rejects.toMatchObject({
      name: "Refusal",
      code: "PERMISSION_DENIED",
      message: expect.stringContaining("its own database does not answer as it should (disk full)"),
    });
    failing.mockRestore();
  });

  it("the end of a write that was made is no fault of the client's", async () => {
    const write = await state.beginWrite(["run:1"], ADA, "call-1");
    const failing = jest.spyOn(PGlite.prototype, "query").mockRejectedValue(new Error("disk full"));
    await write.end();
    failing.mockRestore();
  });
});
