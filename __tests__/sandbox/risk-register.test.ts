import { alertPayload } from "../../evidence/risk-register";
import { startRiskRegister, type RiskRegister } from "../../sandbox/risk-register/register";

let register: RiskRegister;
beforeEach(async () => {
  register = await startRiskRegister("/alerts", "token-of-the-test");
});
afterEach(() => register.stop());

const ALERT = {
  ...alertPayload({ ai_system: "credit-scoring", environment: "sandbox" }),
  ...{ id: "event-1", monitor: "1001", cycle: "cycle-1", title: "[P2] [Triggered] Drift" },
  ...{ article: "72", priority: "P2", transition: "Triggered", at: "1795554000000" },
  link: "https://app.datadoghq.eu/monitors/1001",
};

async function send(alert: object, token = "token-of-the-test") {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const response = await fetch(`${register.url}/alerts`, {
    method: "POST",
    headers,
    body: JSON.stringify(alert),
  });
  return { status: response.status, body: JSON.stringify(await response.json()) };
}

describe("the risk register", () => {
  it("makes one entry of an alert, from its trigger to its recovery, and leaves the closing to a person", async () => {
    await send(ALERT);
    await send({ ...ALERT, id: "event-2", transition: "Re-Triggered" });
    await send({ ...ALERT, id: "event-3", transition: "Recovered" });
    await send({ ...ALERT, id: "event-4", cycle: "cycle-2" });
    expect(register.entries()).toMatchObject([
      {
        ...{ aiSystem: "credit-scoring", environment: "sandbox", article: "72", priority: "P2" },
        transitions: ["Triggered", "Re-Triggered", "Recovered"],
        state: "recovered, to be assessed",
      },
      { cycle: "cycle-2", transitions: ["Triggered"], state: "to be assessed" },
    ]);
  });

  it("takes an event that comes twice once", async () => {
    await send(ALERT);
    expect((await send(ALERT)).status).toBe(201);
    expect(register.entries()).toMatchObject([{ transitions: ["Triggered"] }]);
  });

  it.each<[string, object, string]>([
    ["without its system", { ai_system: undefined }, "ai_system"],
    ["in which a variable was not filled in", { at: "$DATE" }, "/at"],
    ["with a word of its own for what happened", { transition: "Panic" }, "/transition"],
    ["with something that the schema does not know", { applicant: "Jane" }, "additional properties"],
    ["of another version", { schema: "urn:other" }, "/schema"],
    ["with a link that is none", { link: "monitors" }, "/link"],
  ])("refuses an alert %s, and says where", async (_, more, where) => {
    const { status, body } = await send({ ...ALERT, ...more });
    expect(status).toBe(422);
    expect(body).toContain(where);
    expect(register.entries()).toEqual([]);
  });

  it.each(["wrong-token-of-test", ""])("refuses a sender whose token is %p", async (token) => {
    expect((await send(ALERT, token)).status).toBe(401);
    expect(register.entries()).toEqual([]);
  });
});
