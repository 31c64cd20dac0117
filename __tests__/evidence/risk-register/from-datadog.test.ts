import { alertOf } from "../../../evidence/risk-register/from-datadog";

const APP = "https://app.datadoghq.eu";
const TAGS = ["compliance:eu-ai-act", "ai_system:credit-scoring", "env:sandbox", "article:72", "monitor"];

/** An event as the vendor's API has it. */
const event = (monitor: object = {}, more: object = {}, tags = TAGS) => ({
  id: "AwAAAY_long_opaque_id",
  type: "event",
  attributes: {
    tags,
    timestamp: "2026-11-24T10:00:00.000Z",
    message: "what the monitor's message said",
    attributes: {
      title: "[Triggered] Decisions drift",
      evt: { id: "6567977849972254562", source_id: 36, type: "alert" },
      monitor_id: 1042,
      monitor: {
        ...{ id: 1042, name: "Decisions drift", alert_cycle_key_txt: "8888" },
        ...{ transition: { trans_name: "Triggered", destination_state: "Alert" }, ...monitor },
      },
      ...more,
    },
  },
});

describe("An alert that is read from Datadog's events", () => {
  it("is what the webhook would have sent", () => {
    expect(alertOf(event({ priority: 2 }), "sandbox", APP)).toEqual({
      alert: {
        schema: "urn:ai-act-evidence:risk-register-alert:1",
        ...{
          id: "6567977849972254562",
          monitor: "1042",
          cycle: "8888",
          title: "[Triggered] Decisions drift",
        },
        ...{ ai_system: "credit-scoring", environment: "sandbox", article: "72", priority: "P2" },
        ...{ transition: "Triggered", at: String(Date.parse("2026-11-24T10:00:00Z")) },
        link: "https://app.datadoghq.eu/monitors/1042",
      },
    });
  });

  it.each([
    ["of another environment", ["ai_system:credit-scoring", "env:production", "article:72"]],
    ["of no system", ["compliance:eu-ai-act", "env:sandbox", "article:12"]],
  ])("is left alone when it is %s", (_, tags) => {
    expect(alertOf(event({}, {}, tags), "sandbox", APP)).toEqual({ other: true });
  });

  it.each<[string, unknown, string]>([
    ["without a transition", event({ transition: undefined }), "transition"],
    [
      "with a transition that no register knows",
      event({ transition: { trans_name: "Muted" } }),
      "transition",
    ],
    ["without an article", event({}, {}, ["ai_system:credit-scoring", "env:sandbox"]), "article"],
    ["that is no event", { alert: 1 }, "another form"],
  ])("is named as unread when it is one %s", (_, entry, words) => {
    expect(alertOf(entry, "sandbox", APP)).toEqual({ unread: expect.stringContaining(words) });
  });
});
