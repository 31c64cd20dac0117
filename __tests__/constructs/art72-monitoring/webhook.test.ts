import Ajv from "ajv/dist/2020";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { riskRegisterAlert } from "../../../evidence/risk-register";
import { ALERT_PAYLOAD } from "../../../rules/facts/risk-register";
import { resource } from "../../stacks/synthesized";
import { namesOf, stackWith } from "./stack-of";

const SCHEMA = JSON.parse(
  readFileSync(join(__dirname, "../../../evidence/risk-register/alert.v1.schema.json"), "utf8"),
) as object;
const published = new Ajv({ strict: false, formats: { uri: true } }).compile(SCHEMA);

/** What Datadog fills in when a monitor alerts. */
const FILLED_IN: Readonly<Record<string, string>> = {
  $ID: "7771234567890",
  $ALERT_ID: "1042",
  $ALERT_CYCLE_KEY: "12345678901",
  $EVENT_TITLE:
    "[P2] [Triggered] [EU AI Act][Art 72][credit-scoring] Decisions drift from those of validation",
  "$TAGS[article]": "72",
  $ALERT_PRIORITY: "P2",
  $ALERT_TRANSITION: "Triggered",
  $DATE: String(Date.now()),
  $LINK: "https://app.datadoghq.eu/monitors/1042",
};

const webhook = resource(stackWith(), "datadog_webhook", "risk_register") as {
  name: string;
  url: string;
  payload: string;
  custom_headers: string;
};

/** The payload as Datadog would send it. */
const sent = (changes: Readonly<Record<string, string>> = {}) =>
  JSON.parse(
    Object.entries({ ...FILLED_IN, ...changes }).reduce(
      (text, [variable, value]) => text.replaceAll(`"${variable}"`, JSON.stringify(value)),
      webhook.payload,
    ),
  ) as Record<string, unknown>;

describe("An alert on its way to the risk register (Art 9)", () => {
  it("is one that the register's schema takes, published and enforced alike", () => {
    expect(riskRegisterAlert.safeParse(sent()).error).toBeUndefined();
    expect(published(sent())).toBe(true);
  });

  it("says which system in which environment it is about", () => {
    expect(sent()).toMatchObject({ ai_system: "credit-scoring", environment: "production", article: "72" });
  });

  it.each([
    ["an article that is none of the AI Act", { "$TAGS[article]": "999" }],
    ["no article at all", { "$TAGS[article]": "" }],
    ["a variable that Datadog did not fill in", { $ALERT_TRANSITION: "$ALERT_TRANSITION" }],
    ["a priority that nobody gave", { $ALERT_PRIORITY: "high" }],
    ["a link that leads nowhere", { $LINK: "monitors/1042" }],
  ])("is refused with %s", (_, changes) => {
    expect(riskRegisterAlert.safeParse(sent(changes)).success).toBe(false);
  });

  it("is refused with anything beside what the schema names", () => {
    expect(riskRegisterAlert.safeParse({ ...sent(), applicant: "A. Muster" }).success).toBe(false);
    expect(published({ ...sent(), applicant: "A. Muster" })).toBe(false);
  });

  it("carries a token that is in no file of ours: the header names a variable of Datadog's", () => {
    expect(JSON.parse(webhook.custom_headers)).toEqual({
      Authorization: "Bearer $AI_ACT_RISK_REGISTER_TOKEN",
    });
    expect(namesOf(stackWith(), "datadog_webhook_custom_variable")).toEqual([]);
  });

  it("is asked for by every monitor of the system", () => {
    const monitors = stackWith().resource?.["datadog_monitor"] ?? {};
    expect(Object.keys(monitors).length).toBeGreaterThan(10);
    for (const { message } of Object.values(monitors))
      expect(String(message).split(/\s+/)).toContain(`@webhook-${webhook.name}`);
  });

  it("is sent nowhere in an environment that names no register, and its monitors name no webhook", () => {
    const stack = stackWith([], [[["riskRegister"], undefined]]);
    expect(namesOf(stack, "datadog_webhook")).toEqual([]);
    expect(JSON.stringify(stack.resource?.["datadog_monitor"])).not.toContain("@webhook-");
  });

  it("has the form by which the rules judge webhooks", () => {
    expect(JSON.parse(webhook.payload)).toEqual({
      ...ALERT_PAYLOAD,
      ai_system: "credit-scoring",
      environment: "production",
    });
  });
});
