import { createDoor } from "../../../evidence/risk-register/door";
import { alertWith, later, world } from "./world";

const TOKEN = "token-of-the-door-for-tests";
const PATH = "/ai-act/alerts";

const opened: { close: () => Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function door(keeper?: Partial<Parameters<typeof createDoor>[0]["keeper"]>) {
  const house = await world();
  const own = house.process(house.registers.jira());
  const log: string[] = [];
  const app = createDoor({
    keeper: keeper === undefined ? own : Object.assign(Object.create(own) as typeof own, keeper),
    ...{ environment: "sandbox", path: PATH, token: TOKEN, answerWithinMs: 500, roundEveryMs: 60_000 },
    log: (level, entry) => log.push(JSON.stringify({ level, ...entry })),
  });
  opened.push(app);
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const send = async (
    body: unknown,
    headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` },
  ) => {
    const answer = await fetch(url + PATH, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.text() };
  };
  return { house, send, log, url };
}

describe("The door that Datadog's webhook calls", () => {
  it("answers that an alert is in the register, and where", async () => {
    const { send, house } = await door();
    const { status, body } = await send(alertWith());
    expect([status, JSON.parse(body)]).toEqual([
      200,
      { state: "brought", outcome: "opened", entry: "RISK-1" },
    ]);
    expect(house.atlassian.jira.issues).toHaveLength(1);
  });

  it("has noted what it answers with 202, though the register does not do its part", async () => {
    const { send, house, log } = await door();
    house.atlassian.fail({ method: "POST", path: /issue$/, status: 500 });
    expect((await send(alertWith())).status).toBe(202);
    expect(await house.said()).toMatchObject([{ outcome: "taken" }]);
    expect(log.join()).toContain("HTTP 500");
  });

  it("keeps nobody waiting longer than Datadog waits", async () => {
    const { send } = await door({ bring: () => new Promise(() => {}) });
    expect((await send(alertWith())).status).toBe(202);
  });

  it("asks for the alert again when it cannot be noted", async () => {
    const { send, log } = await door({ take: () => Promise.reject(new Error("the vault is away")) });
    expect((await send(alertWith())).status).toBe(503);
    expect(log.join()).toContain("the vault is away");
  });

  it("is in order though all of a cycle come at once", async () => {
    const { send, house } = await door();
    const all = [later(9, "Recovered"), later(3, "Re-Triggered"), alertWith(), later(3, "Re-Triggered")];
    await Promise.all([...all, ...all].map((alert) => send(alert)));
    expect(house.atlassian.jira.issues).toHaveLength(1);
    expect(house.atlassian.jira.issue("RISK-1").comments).toHaveLength(2);
  });

  it.each([
    ["no token", {}],
    ["another token", { authorization: "Bearer another-token-of-someone" }],
    ["the token without its word", { authorization: TOKEN }],
    ["more than the token", { authorization: `Bearer ${TOKEN}x` }],
  ])("refuses a sender with %s, and tells nothing of it in its log", async (_, headers) => {
    const { send, house, log } = await door();
    const { status, body } = await send(alertWith(), headers as Record<string, string>);
    expect(status).toBe(401);
    expect(body + log.join()).not.toContain(TOKEN);
    expect(await house.said()).toEqual([]);
  });

  it.each<[string, unknown, number, string]>([
    ["is no JSON", "{", 400, "cannot be read"],
    ["holds more than the schema", { ...alertWith(), applicant: "Jane" }, 422, "applicant"],
    ["holds a variable that was not filled in", { ...alertWith(), id: "" }, 422, "id"],
    ["is of another environment", { ...alertWith(), environment: "production" }, 422, "another environment"],
    ["is larger than any alert", { ...alertWith(), title: "x".repeat(70_000) }, 413, "cannot be read"],
  ])("refuses what %s", async (_, body, status, words) => {
    const { send, house } = await door();
    const answer = await send(body);
    expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(words)]);
    expect(await house.said()).toEqual([]);
  });

  it("brings what an earlier process took, without being asked", async () => {
    const { house } = await door();
    // By the time the door looks, it stands in the records; and nobody else is about to open it.
    await house.process(house.registers.jira()).take(alertWith());
    house.pass(300_000);
    const app = createDoor({
      keeper: house.process(house.registers.jira()),
      ...{ environment: "sandbox", path: PATH, token: TOKEN, roundEveryMs: 20, log: () => undefined },
    });
    opened.push(app);
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    while (house.atlassian.jira.issues.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: "ok" });
  });
});
