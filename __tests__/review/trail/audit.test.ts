import type { UserError } from "../../../errors";
import { readAuditEvent } from "../../../review/drift/trail/audit-event";
import type { Call } from "../../../review/drift/trail/call";
import { readAudit } from "../../../review/drift/trail/read-audit";
import { startDatadogStandIn, type DatadogStandIn } from "../../../sandbox/datadog/server";
import { MemorySink } from "../../sandbox/memory-sink";
import { temporaryFolder } from "../../temporary";

const KEYS = { "dd-api-key": "key", "dd-application-key": "application-key" };
const START = Date.parse("2026-11-24T10:00:00.000Z");
const PERIOD = { from: "2026-11-24T10:00:00.000Z", to: "2026-11-24T12:00:00.000Z" };

/** The stand-in of one organisation, whose clock goes on by a minute with every look at it. */
async function organisation() {
  let minutes = 0;
  const now = () => new Date(START + minutes++ * 60_000);
  running = await startDatadogStandIn({
    ...{
      stacksDir: temporaryFolder(),
      apiKey: "key",
      sink: new MemorySink(),
      flushIntervalMs: 3_600_000,
      now,
    },
    applicationKeys: { "application-key": "alice@example.org" },
  });
  const { url } = running;
  const ask = async (method: string, path: string, body?: unknown) => {
    const headers = { ...KEYS, "content-type": "application/json", "user-agent": "Mozilla/5.0" };
    const response = await fetch(url + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json().catch(() => ({}))) as { id?: number } };
  };
  const read = async (keys = { apiKey: "key", applicationKey: "application-key" }) => {
    const calls: Call[] = [];
    const report = await readAudit({ url, ...keys }, PERIOD, (call) => calls.push(call));
    return { calls, report };
  };
  return { ask, read, url };
}

const monitor = (name: string) => ({
  ...{ name, type: "query alert", query: "sum(last_1h):sum:art12.events{*}.as_count() < 1" },
});

let running: DatadogStandIn | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

describe("Datadog's audit trail tells who changed what", () => {
  it("of a monitor that was made, muted and deleted", async () => {
    const { ask, read } = await organisation();
    const { body } = await ask("POST", "/api/v1/monitor", monitor("Errors of credit-scoring"));
    await ask("PUT", `/api/v1/monitor/${body.id}`, { options: { silenced: { "*": null } } });
    await ask("DELETE", `/api/v1/monitor/${body.id}`);
    await ask("GET", "/api/v1/monitor/1");
    const { calls, report } = await read();
    expect(report).toEqual({ events: 3, malformed: 0 });
    expect(calls.map(({ name }) => name)).toEqual(["monitor created", "monitor modified", "monitor deleted"]);
    expect(calls[1]).toMatchObject({ who: "alice@example.org", via: "console", log: "datadog-audit" });
    expect(calls[1]?.parameters.get("asset")).toEqual([String(body.id), "Errors of credit-scoring"]);
  });

  it("of a downtime, which has no event of its own but its request", async () => {
    const { ask, read } = await organisation();
    await ask("POST", "/api/v2/downtime", { data: { attributes: { scope: "*" } } });
    expect((await read()).calls.map(({ name }) => name)).toEqual(["downtime created"]);
  });

  it("of an attempt that failed", async () => {
    const { ask, read } = await organisation();
    await ask("DELETE", "/api/v2/logs/config/archives/none");
    expect((await read()).calls).toMatchObject([{ name: "archive deleted", error: "HTTP 404" }]);
  });

  it("page by page, until there is no more", async () => {
    const { ask, read } = await organisation();
    for (let made = 0; made < 30; made++) await ask("POST", "/api/v1/monitor", monitor(`monitor ${made}`));
    const fetched = jest.spyOn(globalThis, "fetch");
    const pageOfTen = jest.spyOn(URLSearchParams.prototype, "set").mockImplementation(function (
      this: URLSearchParams,
      name,
      value,
    ) {
      this.append(name, name === "page[limit]" ? "10" : value);
    });
    const { calls } = await read().finally(() => pageOfTen.mockRestore());
    expect(new Set(calls.map(({ id }) => id)).size).toBe(30);
    expect(fetched).toHaveBeenCalledTimes(3);
    fetched.mockRestore();
  });
});

describe("Datadog's audit trail cannot be read", () => {
  it("with other keys, and that is told in words", async () => {
    const { read } = await organisation();
    const fault = (await read({ apiKey: "key", applicationKey: "other" }).catch(
      (error) => error,
    )) as UserError;
    expect([fault.code, fault.exitCode]).toEqual(["datadog-audit-denied", 1]);
    expect(fault.message).not.toContain("other");
  });

  it("when nobody answers", async () => {
    const trail = { url: "http://127.0.0.1:9", apiKey: "key", applicationKey: "key", waitSeconds: 0 };
    await expect(readAudit(trail, PERIOD, () => undefined)).rejects.toMatchObject({
      code: "datadog-audit-unreadable",
    });
  });

  it("when the answer is none of its API", async () => {
    const fetched = jest.spyOn(globalThis, "fetch").mockResolvedValue(new Response("<html>"));
    const trail = { url: "http://127.0.0.1:9", apiKey: "key", applicationKey: "key" };
    await expect(readAudit(trail, PERIOD, () => undefined)).rejects.toMatchObject({
      code: "datadog-audit-unreadable",
    });
    fetched.mockRestore();
  });

  it("faster than it allows: it waits, and asks again", async () => {
    const limited = () => new Response("{}", { status: 429, headers: { "x-ratelimit-reset": "0" } });
    const fetched = jest
      .spyOn(globalThis, "fetch")
      .mockResolvedValueOnce(limited())
      .mockResolvedValueOnce(new Response('{"data":[]}'));
    const trail = { url: "http://127.0.0.1:9", apiKey: "key", applicationKey: "key" };
    expect(await readAudit(trail, PERIOD, () => undefined)).toEqual({ events: 0, malformed: 0 });
    expect(fetched).toHaveBeenCalledTimes(2);
    fetched.mockRestore();
  });
});

describe("An event of the audit trail", () => {
  const event = (attributes: object) => ({
    id: "1",
    type: "audit",
    attributes: { timestamp: "2026-11-24T10:00:00.000Z", attributes },
  });

  it.each<[what: string, attributes: object, told: object]>([
    ["of a program goes by its key's id", { action: "modified", asset: { type: "monitor", id: 7 }, evt: { actor: { type: "API_KEY" } }, metadata: { api_key: { id: "abc" } } }, { who: "API_KEY:abc", name: "monitor modified" }],
    ["of the vendor's support says so", { action: "modified", asset: { type: "archive" }, evt: { actor: { type: "SUPPORT_USER" } } }, { who: "SUPPORT_USER" }],
    ["of a type with a space in it has it with an underscore", { action: "deleted", asset: { type: "Custom Metric" } }, { name: "custom_metric deleted" }],
    ["of Terraform says so", { action: "modified", asset: { type: "monitor" }, http: { useragent: "terraform-provider-datadog/3.82.0" } }, { via: "terraform" }],
  ])("%s", (_, attributes, told) => {
    expect(readAuditEvent(event(attributes))).toMatchObject(told);
  }); // prettier-ignore

  it.each([null, {}, { id: "1" }, { id: "1", attributes: { timestamp: "now", attributes: {} } }])(
    "that is %j is none",
    (value) => {
      expect(typeof readAuditEvent(value)).toBe("string");
    },
  );
});
