import { rmSync } from "node:fs";
import path from "node:path";
import { appendRecord } from "../../../evidence/records";
import { actors } from "../records/actors";
import { alertWith, deliver, later, world } from "./world";

const MINUTE = 60_000;
/** By then an entry that somebody opened is seen for certain. */
const LONG_ENOUGH = 5 * MINUTE;

describe.each(["jira", "confluence"] as const)("An alert on its way into %s", (kind) => {
  /** How many entries the register has, and how many further texts they hold. */
  const counted = ({ atlassian: { jira, confluence } }: Awaited<ReturnType<typeof world>>) =>
    kind === "jira"
      ? { entries: jira.issues.length, texts: jira.issues.flatMap(({ comments }) => comments).length }
      : {
          entries: confluence.comments.filter(({ pageId }) => pageId !== undefined).length,
          texts: confluence.comments.filter(({ pageId }) => pageId === undefined).length,
        };
  const create = kind === "jira" ? /\/rest\/api\/3\/issue$/ : /\/footer-comments$/;

  it("becomes one entry, and the records say first that it was taken and then where it is", async () => {
    const house = await world();
    const delivery = await deliver(house.process(house.registers[kind]()), alertWith());
    expect(delivery).toMatchObject({ state: "brought", outcome: "opened" });
    expect(counted(house)).toEqual({ entries: 1, texts: 0 });
    expect(await house.said()).toMatchObject([
      { outcome: "taken", entry: expect.stringMatching(/^ai-act-[0-9a-f]{32}$/), title: alertWith().title },
      { outcome: "opened", register: kind, link: expect.stringContaining(house.atlassian.url) },
    ]);
  });

  it("is one entry though it comes ten times at once", async () => {
    const house = await world();
    const keeper = house.process(house.registers[kind]());
    const all = await Promise.all(Array.from({ length: 10 }, () => deliver(keeper, alertWith())));
    expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(counted(house)).toEqual({ entries: 1, texts: 0 });
    expect(await house.said()).toHaveLength(2);
  });

  it("is one entry though two processes take it at the same time", async () => {
    const house = await world();
    house.atlassian.jira.showsAtOnce = false;
    const keepers = [1, 2, 3].map(() => house.process(house.registers[kind]()));
    await Promise.all(keepers.map((keeper) => deliver(keeper, alertWith())));
    house.pass(LONG_ENOUGH);
    house.atlassian.jira.showAll();
    for (const keeper of keepers) expect((await keeper.bringAll()).waiting).toEqual([]);
    expect(counted(house)).toEqual({ entries: 1, texts: 0 });
  });

  it("has what came later added, once each, in whatever order it comes", async () => {
    const house = await world();
    const keeper = house.process(house.registers[kind]());
    for (const alert of [alertWith(), later(9, "Recovered"), later(5, "Re-Triggered"), later(9, "Recovered")])
      await deliver(keeper, alert);
    expect(counted(house)).toEqual({ entries: 1, texts: 2 });
    const outcomes = (await house.said()).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome !== "taken")).toEqual(["opened", "updated", "updated"]);
  });

  it("has an entry though its recovery comes first", async () => {
    const house = await world();
    const keeper = house.process(house.registers[kind]());
    expect(await deliver(keeper, later(9, "Recovered"))).toMatchObject({ outcome: "opened" });
    expect(await deliver(keeper, alertWith())).toMatchObject({ outcome: "updated" });
    expect(counted(house)).toEqual({ entries: 1, texts: 1 });
  });

  it("has its entry found again after a crash between opening it and saying so", async () => {
    const house = await world();
    house.atlassian.jira.showsAtOnce = false;
    // It is opened, and the answer never comes.
    house.atlassian.fail({ method: "POST", path: create, done: true });
    expect(await deliver(house.process(house.registers[kind]()), alertWith())).toMatchObject({
      state: "waiting",
    });
    expect(counted(house).entries).toBe(1);

    const next = house.process(house.registers[kind]());
    // In Jira the search does not show it yet: no second one is opened meanwhile.
    await deliver(next, alertWith());
    house.pass(MINUTE);
    await deliver(next, later(1, "Re-Triggered"));
    expect(counted(house).entries).toBe(1);

    house.pass(LONG_ENOUGH);
    house.atlassian.jira.showAll();
    expect((await next.bringAll()).waiting).toEqual([]);
    expect(counted(house)).toEqual({ entries: 1, texts: 1 });
    const outcomes = (await house.said()).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome !== "taken")).toEqual(["opened", "updated"]);
  });

  it("has its entry opened after a crash before it was", async () => {
    const house = await world();
    await house.process(house.registers[kind]()).take(alertWith());
    const next = house.process(house.registers[kind]());
    expect(await deliver(next, alertWith())).toMatchObject({ state: "waiting" });
    house.pass(LONG_ENOUGH);
    expect(await next.bringAll()).toEqual({ brought: 1, waiting: [] });
    expect(counted(house)).toEqual({ entries: 1, texts: 0 });
  });

  it("is told of once though the answer to what was added is lost", async () => {
    const house = await world();
    const keeper = house.process(house.registers[kind]());
    await deliver(keeper, alertWith());
    const path = kind === "jira" ? /\/comment$/ : /\/footer-comments$/;
    house.atlassian.fail({ method: "POST", path, done: true, status: 502 });
    expect(await deliver(keeper, later(3, "Renotify"))).toMatchObject({ state: "waiting" });
    expect(await keeper.bringAll()).toEqual({ brought: 1, waiting: [] });
    expect(counted(house)).toEqual({ entries: 1, texts: 1 });
  });

  it.each([
    ["refuses the account", { status: 401 }, "HTTP 401"],
    ["forbids it", { status: 403 }, "HTTP 403"],
    ["fails", { status: 500 }, "HTTP 500"],
    ["breaks the connection", {}, "no answer"],
    ["meets another change", { status: 409 }, "HTTP 409"],
  ])(
    "waits in the records while the register %s, and is brought there afterwards",
    async (_, fault, words) => {
      const house = await world();
      house.atlassian.fail({ method: "POST", path: create, ...fault });
      const keeper = house.process(house.registers[kind]());
      const delivery = await deliver(keeper, alertWith());
      expect(delivery).toMatchObject({ state: "waiting", because: expect.stringContaining(words) });
      house.pass(LONG_ENOUGH);
      expect(await keeper.bringAll()).toEqual({ brought: 1, waiting: [] });
      expect(counted(house)).toEqual({ entries: 1, texts: 0 });
    },
  );

  it("does not ask a register that is busy before it wants to be asked", async () => {
    const house = await world();
    house.atlassian.fail({ method: "POST", path: create, status: 429, headers: { "retry-after": "90" } });
    const keeper = house.process(house.registers[kind]());
    await deliver(keeper, alertWith());
    const asked = house.atlassian.asked.length;
    expect((await keeper.bringAll()).waiting[0]?.because).toContain("asked to be left alone until");
    expect(house.atlassian.asked).toHaveLength(asked);
    house.pass(91_000);
    expect(await keeper.bringAll()).toEqual({ brought: 1, waiting: [] });
    expect(counted(house).entries).toBe(1);
  });

  it("is not lost when the answer takes too long, and not there twice", async () => {
    const house = await world();
    house.atlassian.fail({ method: "POST", path: create, slowMs: 2_500 });
    const keeper = house.process(house.registers[kind]());
    expect(await deliver(keeper, alertWith())).toMatchObject({ state: "waiting" });
    house.pass(LONG_ENOUGH);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await keeper.bringAll()).toEqual({ brought: 1, waiting: [] });
    expect(counted(house)).toEqual({ entries: 1, texts: 0 });
  });

  it("stands in the register as text, whatever it looks like", async () => {
    const house = await world();
    const title = `</p><script>alert("x")</script> @[~admin] {{template}} & \u202Etxt ]]> 'quoted'\u0000`;
    await deliver(house.process(house.registers[kind]()), alertWith({ title }));
    const written = JSON.stringify(
      kind === "jira" ? house.atlassian.jira.issues : house.atlassian.confluence.comments,
    );
    expect(written).not.toContain("\u202E");
    expect(written).toContain(kind === "jira" ? "</p><script>" : "&lt;/p&gt;&lt;script&gt;");
  });

  it("is an entry of its own when it is a test notification, which is of no cycle", async () => {
    const house = await world();
    const keeper = house.process(house.registers[kind]());
    await deliver(keeper, alertWith({ cycle: "", id: "test-1" }));
    await deliver(keeper, { ...later(5, "Triggered", "test-2"), cycle: "" });
    expect(counted(house).entries).toBe(2);
  });

  it("is not kept out of the register by a record that somebody else signed", async () => {
    const house = await world();
    const keeper = house.process(house.registers[kind]());
    await appendRecord(house.records, actors.gate.signer, {
      ...{ stream: "detector-risk-register", kind: "risk-entry", role: "detector" },
      subject: [{ name: "forged", digest: { sha256: "0".repeat(64) } }],
      details: {
        ...{ environment: "sandbox", system: "credit-scoring", monitor: "1042", cycle: "12345678901" },
        ...{
          alert: alertWith().id,
          transition: "Triggered",
          at: new Date(Number(alertWith().at)).toISOString(),
        },
        ...{ register: kind, entry: "RISK-99", outcome: "opened" },
      },
    });
    expect(await deliver(keeper, alertWith())).toMatchObject({ state: "brought", outcome: "opened" });
    expect(counted(house).entries).toBe(1);
  });

  it("reaches the register though records of the stream were taken away", async () => {
    const house = await world();
    const keeper = house.process(house.registers[kind]());
    await deliver(keeper, alertWith());
    await deliver(keeper, later(5, "Re-Triggered"));
    rmSync(path.join(house.vault, "records/detector-risk-register/000000000002.dsse.json"));
    const next = house.process(house.registers[kind]());
    expect(await deliver(next, later(9, "Recovered"))).toMatchObject({
      state: "brought",
      outcome: "updated",
    });
    expect(counted(house)).toEqual({ entries: 1, texts: 2 });
  });
});

describe("An entry in Jira", () => {
  it("is found by its label and says in a property, out of sight, which alert it is about", async () => {
    const house = await world();
    await deliver(house.process(house.registers.jira()), alertWith());
    const [issue] = house.atlassian.jira.issues;
    expect(issue).toMatchObject({
      key: "RISK-1",
      summary: "[credit-scoring, sandbox] [P2] [Triggered] Decisions drift from those of validation",
      labels: ["eu-ai-act", (await house.said())[0]?.entry],
    });
    expect(issue?.properties.get("ai-act-evidence.alert")).toEqual({
      ...{ environment: "sandbox", ai_system: "credit-scoring", monitor: "1042", cycle: "12345678901" },
    });
  });

  it("is not opened a second time by who got no answer, while the search does not show the first", async () => {
    const house = await world();
    house.atlassian.jira.showsAtOnce = false;
    house.atlassian.fail({ method: "POST", path: /issue$/, done: true, status: 503 });
    const keeper = house.process(house.registers.jira());
    await deliver(keeper, alertWith());
    for (const minutes of [0, 1, 2]) {
      expect((await keeper.bringAll()).waiting[0]?.because).toContain("not seen before");
      expect(await deliver(keeper, later(minutes, "Re-Triggered"))).toMatchObject({ state: "waiting" });
      house.pass(30_000);
    }
    expect(house.atlassian.jira.issues).toHaveLength(1);
    house.atlassian.jira.showAll();
    expect((await keeper.bringAll()).waiting).toEqual([]);
    expect(house.atlassian.jira.issue("RISK-1").comments).toHaveLength(3);
  });

  it("is left to a person to close, unless the environment says otherwise", async () => {
    const house = await world();
    const keeper = house.process(house.registers.jira());
    for (const alert of [alertWith(), later(9, "Recovered")]) await deliver(keeper, alert);
    expect(house.atlassian.jira.issue("RISK-1").status).toBe("To Do");
  });

  it("is closed by a recovery where the environment says so, and only by the last word", async () => {
    const house = await world({ onRecovery: "close" });
    const keeper = house.process(house.registers.jira());
    await deliver(keeper, alertWith());
    await deliver(keeper, later(20, "Re-Triggered"));
    // An older recovery that comes late does not end what goes on.
    await deliver(keeper, later(9, "Recovered"));
    expect(house.atlassian.jira.issue("RISK-1").status).toBe("To Do");
    expect(await deliver(keeper, later(30, "Recovered"))).toMatchObject({ outcome: "closed" });
    expect(house.atlassian.jira.issue("RISK-1").status).toBe("Done");
    expect((await house.said()).at(-1)).toMatchObject({ outcome: "closed", entry: "RISK-1" });
  });

  it("that a person closed stays closed, and says what came later", async () => {
    const house = await world({ onRecovery: "close" });
    const keeper = house.process(house.registers.jira());
    await deliver(keeper, alertWith());
    house.atlassian.jira.issue("RISK-1").status = "Done";
    expect(await deliver(keeper, later(20, "Re-Triggered"))).toMatchObject({ outcome: "updated" });
    expect(await deliver(keeper, later(30, "Recovered"))).toMatchObject({ outcome: "updated" });
    expect(house.atlassian.jira.issue("RISK-1")).toMatchObject({ status: "Done" });
    expect(house.atlassian.jira.issue("RISK-1").comments).toHaveLength(2);
    expect(house.atlassian.asked.filter((each) => each.endsWith("/transitions"))).toEqual([]);
  });

  it("is found though a person took its label away", async () => {
    const house = await world();
    const keeper = house.process(house.registers.jira());
    await deliver(keeper, alertWith());
    house.atlassian.jira.issue("RISK-1").labels = [];
    await deliver(house.process(house.registers.jira()), later(20, "Re-Triggered"));
    expect(house.atlassian.jira.issues).toHaveLength(1);
    expect(house.atlassian.jira.issue("RISK-1").comments).toHaveLength(1);
  });

  it("that a person deleted is opened anew when the alert is told again", async () => {
    const house = await world();
    const keeper = house.process(house.registers.jira());
    await deliver(keeper, alertWith());
    house.atlassian.jira.delete("RISK-1");
    house.pass(LONG_ENOUGH);
    expect(await deliver(keeper, later(20, "Re-Triggered"))).toMatchObject({ outcome: "opened" });
    expect(house.atlassian.jira.issues).toHaveLength(1);
  });

  it("is refused with words where the project has no such kind of issue, and the alert is kept", async () => {
    const house = await world();
    const register = house.registers.jira();
    Object.assign(register, { options: { project: "RISK", issueType: "Story", onRecovery: "comment" } });
    const delivery = await deliver(house.process(register), alertWith());
    expect(delivery).toMatchObject({
      state: "waiting",
      because: expect.stringContaining("HTTP 400: Specify a valid issue type"),
    });
    expect(await house.said()).toMatchObject([{ outcome: "taken" }]);
  });
});
