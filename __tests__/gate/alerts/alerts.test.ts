import { join } from "node:path";
import { GATE_MONITORS } from "../../../constructs/datadog-organisation/gate-monitors";
import { createAlerts } from "../../../gate/alerts";
import type { EvaluationReport } from "../../../sandbox/datadog/log-path";
import { startDatadogStandIn, type DatadogStandIn } from "../../../sandbox/datadog/server";
import { Answering } from "../../evidence/datadog/answering";
import { MemorySink } from "../../sandbox/memory-sink";
import { synthesize } from "../../stacks/synthesized";

const SECRET = "an-api-key-that-stays-in-its-header";

const BREAK_GLASS = {
  act: "break-glass" as const,
  model: "credit-scoring",
  version: "4",
  system: "credit-scoring",
  door: { kind: "alias" as const, name: "champion" },
  by: "ben",
  second: "cora",
  reason: "Version 3 declines everybody since noon",
  until: "2026-12-02T12:00:00.000Z",
  record: "records/gate/00000009.dsse.json",
};
const REFUSED = {
  model: "credit-scoring",
  version: "4",
  system: "credit-scoring",
  requirements: ["run-tagged", "approved"],
};

/** What was logged by a gate that alerts `api`. */
function gate(api: string, retryAfterMs: readonly number[] = []) {
  const logged: unknown[] = [];
  const log = (level: string, entry: object) => logged.push({ level, ...entry });
  return { logged, alerts: createAlerts({ api, apiKey: SECRET, environment: "sandbox", log, retryAfterMs }) };
}

describe("An alert of the gate", () => {
  it("says what was done, by whom, why, until when and where its record is", async () => {
    const datadog = await Answering.start(202);
    const { alerts, logged } = gate(datadog.url);
    await alerts.breakGlass(BREAK_GLASS);
    await alerts.settled();
    await datadog.stop();
    const [{ url, headers, body } = { url: "", headers: {}, body: "{}" }] = datadog.requests;
    expect({ url, key: headers["dd-api-key"] }).toEqual({ url: "/api/v1/events", key: SECRET });
    expect(JSON.parse(body)).toEqual({
      title: "[EU AI Act] Break-glass used: credit-scoring version 4",
      text: [
        "It was promoted without all that production requires, by ben with cora.",
        "Door: alias champion.",
        "Reason: Version 3 declines everybody since noon",
        "Until: 2026-12-02T12:00:00.000Z",
        "Record: records/gate/00000009.dsse.json",
      ].join("\n"),
      tags: [
        "compliance:eu-ai-act",
        "gate_act:break-glass",
        "env:sandbox",
        "ai_system:credit-scoring",
        "registered_model:credit-scoring",
        "model_version:4",
      ],
      alert_type: "error",
      date_happened: expect.any(Number) as number,
    });
    expect(logged).toEqual([]);
  });

  it("is sent again while Datadog is in trouble", async () => {
    const datadog = await Answering.start(503, 429, 202);
    const { alerts, logged } = gate(datadog.url, [1, 1]);
    await alerts.breakGlass(BREAK_GLASS);
    await alerts.settled();
    await datadog.stop();
    expect(datadog.requests).toHaveLength(3);
    expect(logged).toEqual([]);
  });

  it.each([
    ["is refused", [403], 1, "Datadog answered 403"],
    ["is never taken", [500], 2, "Datadog answered 500"],
    ["is sent on to another address, where the key has no business", [307], 1, "Datadog answered 307"],
  ])(
    "that %s is told in the log, without the key, and stops nothing",
    async (_, statuses, tries, because) => {
      const datadog = await Answering.start(...statuses);
      const { alerts, logged } = gate(datadog.url, [1]);
      await alerts.breakGlass(BREAK_GLASS);
      await alerts.settled();
      await datadog.stop();
      expect(datadog.requests).toHaveLength(tries);
      expect(logged).toEqual([
        {
          level: "error",
          part: "alerts",
          event: "[EU AI Act] Break-glass used: credit-scoring version 4",
          because,
        },
      ]);
      expect(JSON.stringify(logged)).not.toContain(SECRET);
    },
  );

  it("to a Datadog that is not there is told, too", async () => {
    const gone = await Answering.start(202);
    const { url } = gone;
    await gone.stop();
    const { alerts, logged } = gate(url);
    await alerts.refused(REFUSED);
    await alerts.settled();
    expect(logged).toEqual([
      expect.objectContaining({
        because: expect.stringMatching(/^Datadog did not answer: ECONNREFUSED$/) as string,
      }),
    ]);
  });

  it("of a client in a loop is sent no more often than a monitor has to count", async () => {
    const datadog = await Answering.start(202);
    const { alerts } = gate(datadog.url);
    for (let count = 0; count < 300; count++) await alerts.refused(REFUSED);
    await alerts.settled();
    await datadog.stop();
    expect(datadog.requests).toHaveLength(200);
  });
});

describe("The monitors of the gate", () => {
  let stacksDir: string;
  let datadog: DatadogStandIn;
  beforeAll(() => {
    stacksDir = join(synthesize().dir, "stacks");
  });
  beforeEach(async () => {
    datadog = await startDatadogStandIn({
      ...{ stacksDir, stacks: ["sandbox-datadog"], apiKey: SECRET },
      ...{ sink: new MemorySink(), flushIntervalMs: 3_600_000 },
    });
  });
  afterEach(() => datadog.stop());

  /** Keys of those that alert, soon after. */
  async function alerting(): Promise<readonly string[]> {
    const response = await fetch(`${datadog.url}/__sandbox/evaluate`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ at: new Date(Date.now() + 6 * 60_000).toISOString() }),
    });
    const { evaluations, errors } = (await response.json()) as EvaluationReport;
    expect(errors).toEqual([]);
    return GATE_MONITORS.filter(({ title }) =>
      evaluations.some(({ monitor, state }) => state === "Alert" && monitor.endsWith(title)),
    ).map(({ key }) => key);
  }

  it("are quiet where nothing happened, and after a refusal that an engineer reads", async () => {
    expect(await alerting()).toEqual([]);
    const { alerts } = gate(datadog.url);
    await alerts.refused(REFUSED);
    await alerts.settled();
    expect(await alerting()).toEqual([]);
  });

  it.each(["break-glass", "break-glass-asked"] as const)("alert on one %s", async (act) => {
    const { alerts, logged } = gate(datadog.url);
    await alerts.breakGlass({ ...BREAK_GLASS, act });
    await alerts.settled();
    expect(logged).toEqual([]);
    expect(await alerting()).toEqual(["gate_break_glass"]);
  });

  it("alert on a storm of refusals", async () => {
    const { alerts } = gate(datadog.url);
    for (let count = 0; count < 21; count++) await alerts.refused(REFUSED);
    await alerts.settled();
    expect(await alerting()).toEqual(["gate_refusals"]);
  });
});
