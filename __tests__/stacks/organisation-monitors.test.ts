import { matchesLog, parseLogQuery, parseMonitorQuery, type LogRecord } from "../../logquery";
import { sha256 } from "../../rules/facts/tables";
import { ORGANISATION_WATCHES } from "../../rules/facts/organisation-watch";
import { organisationMonitors } from "../../constructs/datadog-organisation/monitors";
import { loadConfigs } from "../../configs";
import { TeamConfigs } from "../configs/team";
import { resource, synthesize } from "./synthesized";

const { stacks } = synthesize();
const MONITORS = stacks["example-datadog"]?.resource?.["datadog_monitor"] ?? {};
const monitor = (key: string) => resource(stacks["example-datadog"], "datadog_monitor", key);

/** An event of Datadog's Audit Trail, as its search sees it. */
const audit = (name: string, asset: Record<string, string>, action: string): LogRecord => ({
  tags: [],
  attributes: { evt: { name }, asset, action, usr: { email: "somebody@example.org" } },
  message: "",
  status: "info",
  service: "",
  host: "",
  source: "",
});

/** Keys of the monitors that count an audit event, and alert at the first. */
function alertedBy(event: LogRecord): readonly string[] {
  return Object.entries(MONITORS).flatMap(([key, { query }]) => {
    const parsed = parseMonitorQuery(String(query));
    if (parsed.kind !== "search" || parsed.comparison !== ">") return [];
    return parsed.threshold === 0 && matchesLog(parseLogQuery(parsed.query), event) ? [key] : [];
  });
}

describe("A change that could hide or lose log entries alerts", () => {
  it.each<[string, string, Record<string, string>, string, string]>([
    ["an archive is deleted", "Log Management", { type: "archive" }, "deleted", "archive_changed"],
    ["an archive is made in front", "Log Management", { type: "archive" }, "created", "archive_changed"],
    ["a pipeline is switched off", "Log Management", { type: "pipeline" }, "modified", "pipeline_changed"],
    ["a processor is added", "Log Management", { type: "pipeline_processor" }, "created", "pipeline_changed"],
    [
      "an exclusion filter is added",
      "Log Management",
      { type: "exclusion_filter" },
      "created",
      "index_changed",
    ],
    [
      "an exclusion filter is added, as the vendor also writes it",
      "Log Management",
      { type: "exclusion filter" },
      "created",
      "index_changed",
    ],
    ["an index is changed", "Log Management", { type: "index" }, "modified", "index_changed"],
    ["a count is deleted", "Log Management", { type: "custom_metrics" }, "deleted", "metric_changed"],
    [
      "a scanning rule masks",
      "Sensitive Data Scanner",
      { type: "sensitive_data_scanner_scanning_rule" },
      "modified",
      "scanner_changed",
    ],
    [
      "a scanning group is made",
      "Sensitive Data Scanner",
      { type: "sensitive_data_scanner_scanning_group" },
      "created",
      "scanner_changed",
    ],
    ["a role gets rights", "Access Management", { type: "role" }, "modified", "access_changed"],
    [
      "a restriction query is gone",
      "Log Management",
      { type: "restriction_query" },
      "deleted",
      "access_changed",
    ],
    ["an API key is made", "Authentication", { type: "api_key" }, "created", "keys_changed"],
    ["an API key is deleted", "Authentication", { type: "api_key" }, "deleted", "keys_changed"],
    [
      "a compliance monitor is deleted",
      "Monitor",
      { type: "monitor", name: "[EU AI Act][Art 72][x] Error rate" },
      "deleted",
      "monitor_changed",
    ],
    [
      "a compliance monitor is muted",
      "Monitor",
      { type: "monitor", name: "[EU AI Act][Art 12][x] Silence" },
      "modified",
      "monitor_changed",
    ],
    [
      "the Audit Trail is switched off",
      "Organization Management",
      { type: "audit_logs_settings" },
      "modified",
      "audit_settings_changed",
    ],
    ["a downtime is set", "Monitor", { type: "downtime" }, "created", "monitor_changed"],
  ])("when %s", (_, name, asset, action, key) => {
    expect(alertedBy(audit(name, asset, action))).toEqual([key]);
  });

  it.each<[string, string, Record<string, string>, string]>([
    ["somebody reads an archive's configuration", "Log Management", { type: "archive" }, "accessed"],
    ["somebody lists keys", "Authentication", { type: "api_key" }, "accessed"],
    ["a monitor of somebody else is changed", "Monitor", { type: "monitor", name: "CPU" }, "modified"],
    ["a dashboard is changed", "Dashboard", { type: "dashboard" }, "modified"],
  ])("and does not when %s", (_, name, asset, action) => {
    expect(alertedBy(audit(name, asset, action))).toEqual([]);
  });

  it.each([
    ["POST", "/api/v2/downtime", ["monitor_changed"]],
    ["PATCH", "/api/v2/downtime/3f0c9d52", ["monitor_changed"]],
    ["POST", "/api/v1/downtime", ["monitor_changed"]],
    ["GET", "/api/v2/downtime", []],
    ["POST", "/api/v1/dashboard", []],
  ])("by the request alone, where the vendor lists no asset: %s %s", (method, path, keys) => {
    const event = audit("Request", {}, "accessed");
    const http = { method, url_details: { path } };
    expect(alertedBy({ ...event, attributes: { ...event.attributes, http } })).toEqual(keys);
  });

  it("and silence of the Audit Trail itself alerts, because a count without events is 0", () => {
    expect(monitor("audit_trail_silent")).toMatchObject({
      type: "audit alert",
      on_missing_data: "default",
      monitor_thresholds: { critical: "1" },
    });
    expect(String(monitor("audit_trail_silent")["query"])).toMatch(/< 1$/);
  });
});

describe("The monitors of an organisation", () => {
  it.each(Object.entries(MONITORS))("have chosen what missing data means: %s", (_, values) => {
    const chosen = [values["on_missing_data"], values["notify_no_data"]].filter((each) => each !== undefined);
    expect(chosen).toHaveLength(1);
  });

  it.each(Object.entries(MONITORS))("tell the people of all its environments: %s", (_, { message }) => {
    expect(String(message)).toContain("@slack-ai-act-evidence");
    expect(String(message)).toContain("@compliance@example.org");
  });

  it("tell those of a second environment, too", () => {
    const shared = new TeamConfigs()
      .set("environments/sandbox.yaml", ["datadog", "org"], "example")
      .set("environments/sandbox.yaml", ["datadog", "archive"], "own-environment");
    const both = synthesize(loadConfigs(shared.dir)).stacks["example-datadog"];
    const { message } = resource(both, "datadog_monitor", "archive_delivery");
    expect(String(message)).toContain(
      "@compliance@example.org @evidence-sandbox@example.org @slack-ai-act-evidence",
    );
  });

  it("watch what the rules ask for", () => {
    const watched = organisationMonitors({ index: "none" }).filter(({ key }) => key !== "index_quota");
    expect(Object.fromEntries(watched.map(({ key, query }) => [key, sha256(query)]))).toEqual(
      ORGANISATION_WATCHES,
    );
  });

  it("follow the quota of the index, and see that one which should be empty is", () => {
    const limit = (stack: string) =>
      parseMonitorQuery(String(resource(stacks[stack], "datadog_monitor", "index_quota")["query"])).threshold;
    expect(limit("example-datadog")).toBe(1_600_000);
    expect(limit("sandbox-datadog")).toBe(0);
  });
});
