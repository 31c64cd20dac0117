import { join } from "node:path";
import { TAMPER_MONITORS } from "../../../constructs/datadog-organisation/tamper-monitors";
import type { EvaluationReport } from "../../../sandbox/datadog/log-path";
import { startDatadogStandIn, type DatadogStandIn } from "../../../sandbox/datadog/server";
import { synthesize } from "../../stacks/synthesized";
import { MemorySink } from "../memory-sink";

const KEYS = { "dd-api-key": "key", "dd-application-key": "console" };

let stacksDir: string;
let standIn: DatadogStandIn;
beforeAll(() => {
  stacksDir = join(synthesize().dir, "stacks");
});
beforeEach(async () => {
  standIn = await startDatadogStandIn({
    ...{ stacksDir, stacks: ["sandbox-datadog", "sandbox-art72-monitoring-credit-scoring"], apiKey: "key" },
    ...{ applicationKeys: { console: "mallory@example.org" }, sink: new MemorySink() },
    flushIntervalMs: 3_600_000,
  });
});
afterEach(() => standIn.stop());

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(standIn.url + path, {
    method,
    headers: { ...KEYS, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

const titleOf = (key: string): string => TAMPER_MONITORS.find((each) => each.key === key)?.title ?? key;

/** Keys of the monitors of changes that alert, soon after. */
async function alerting(): Promise<readonly string[]> {
  const at = new Date(Date.now() + 6 * 60_000).toISOString();
  const { evaluations, errors } = (await ask("POST", "/__sandbox/evaluate", { at })) as EvaluationReport;
  expect(errors).toEqual([]);
  return TAMPER_MONITORS.filter(({ key }) =>
    evaluations.some(({ monitor, state }) => state === "Alert" && monitor.endsWith(titleOf(key))),
  ).map(({ key }) => key);
}

const monitorId = async (): Promise<number> => {
  const monitors = (await ask("GET", "/api/v1/monitor")) as readonly { id: number; name: string }[];
  const drift = monitors.find(({ name }) => name.includes("[credit-scoring]"));
  return drift?.id ?? NaN;
};

describe("a change that somebody makes at the console, not by a deploy", () => {
  it("is told by none of the monitors as long as nobody makes one", async () => {
    // What is silent as a whole is the Audit Trail itself, in an organisation in which nothing ever happened.
    expect(await alerting()).toEqual(["audit_trail_silent"]);
  });

  it.each<[string, string, () => Promise<unknown>]>([
    [
      "archive_changed",
      "deletes the archive",
      () => ask("DELETE", "/api/v2/logs/config/archives/art12_sandbox"),
    ],
    [
      "archive_changed",
      "puts the archives in order",
      () =>
        ask("PUT", "/api/v2/logs/config/archive-order", {
          data: { type: "archive_order", attributes: { archive_ids: ["art12_sandbox"] } },
        }),
    ],
    [
      "pipeline_changed",
      "puts the pipelines in order",
      () => ask("PUT", "/api/v1/logs/config/pipeline-order", { pipeline_ids: ["art12"] }),
    ],
    [
      "index_changed",
      "puts the indexes in order",
      () => ask("PUT", "/api/v1/logs/config/index-order", { index_names: ["art12"] }),
    ],
    [
      "monitor_changed",
      "mutes a monitor",
      async () =>
        ask("PUT", `/api/v1/monitor/${await monitorId()}`, { options: { silenced: { "*": null } } }),
    ],
    [
      "monitor_changed",
      "sets a downtime",
      () =>
        ask("POST", "/api/v2/downtime", {
          data: {
            type: "downtime",
            attributes: { scope: "env:sandbox", monitor_identifier: { monitor_tags: ["*"] } },
          },
        }),
    ],
    ["pipeline_changed", "deletes the pipeline", () => ask("DELETE", "/api/v1/logs/config/pipelines/art12")],
    [
      "index_changed",
      "takes the exclusion filter away",
      () =>
        ask("PUT", "/api/v1/logs/config/indexes/art12", {
          filter: { query: "compliance.art12:true" },
          exclusion_filters: [],
        }),
    ],
    ["metric_changed", "deletes a metric", () => ask("DELETE", "/api/v2/logs/config/metrics/art12.events")],
    [
      "monitor_changed",
      "deletes a monitor",
      async () => ask("DELETE", `/api/v1/monitor/${await monitorId()}`),
    ],
    [
      "scanner_changed",
      "deletes a rule of the scanner",
      () =>
        ask("DELETE", "/api/v2/sensitive-data-scanner/config/rules/art12_email", { meta: { version: 0 } }),
    ],
    [
      "access_changed",
      "makes a role",
      () => ask("POST", "/api/v2/roles", { data: { type: "roles", attributes: { name: "mine" } } }),
    ],
  ])("is told by %s: somebody %s", async (key, _, change) => {
    await change();
    expect(await alerting()).toEqual([key]);
  });

  it("takes effect on the next log: an archive that was deleted takes none", async () => {
    const log = { ddtags: "compliance.art12:true", message: "m" };
    await ask("POST", "/api/v2/logs", [log]);
    await ask("DELETE", "/api/v2/logs/config/archives/art12_sandbox");
    await ask("POST", "/api/v2/logs", [log]);
    // The one that waited for the archive went with it.
    expect(standIn.status()).toMatchObject({ archives: [], unarchived: 2 });
  });
});
