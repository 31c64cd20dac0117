import { gzipSync } from "node:zlib";
import { startDatadogStandIn, type DatadogStandIn } from "../../sandbox/datadog/server";
import { MemorySink } from "./memory-sink";
import { archiveJson, BUCKET, stacksDir, writeStack } from "./synthesized";

const STACK = "sandbox-datadog";
let running: DatadogStandIn | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

/** A stand-in for one organisation that writes only when told to. */
async function standIn(resource: object, sink = new MemorySink()) {
  const dir = await stacksDir({ [STACK]: resource });
  const options = { stacksDir: dir, stacks: [STACK], apiKey: "key", sink, flushIntervalMs: 3_600_000 };
  running = await startDatadogStandIn(options);
  const { url } = running;
  const call = async (method: string, path: string) => {
    const response = await fetch(url + path, { method });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const send = async (
    logs: unknown,
    { path = "/api/v2/logs", headers = { "dd-api-key": "key" } as object } = {},
  ) => {
    const body = gzipSync(JSON.stringify(logs));
    const all = { "content-type": "application/json", "content-encoding": "gzip", ...headers };
    const response = await fetch(url + path, { method: "POST", headers: all, body });
    return { status: response.status, body: await response.json() };
  };
  return { dir, sink, call, send, standIn: running };
}

const oneArchive = (overrides: object = {}) => ({ datadog_logs_archive: { art12: archiveJson(overrides) } });
const ART12_LOG = { ddtags: "compliance.art12:true", message: "m", art12: { entry: "{}" } };

describe("the Datadog stand-in", () => {
  it("brings a sent log into the synthesized bucket, and says what it wrote where", async () => {
    const { sink, send, call } = await standIn(oneArchive());
    expect(await send([ART12_LOG])).toEqual({ status: 202, body: {} });
    const { body } = await call("POST", "/__sandbox/flush");
    const key = expect.stringMatching(/^art12\/dt=\d{8}\/hour=\d\d\/archive_.*\.json\.gz$/) as string;
    const bytes = expect.any(Number) as number;
    expect(body).toEqual({
      written: [{ archive: "art12", bucket: BUCKET, key, logs: 1, bytes }],
      failed: [],
    });
    expect(sink.lines).toMatchObject([{ message: "m", tags: ["compliance.art12:true"] }]);
  });

  it("loses the Art 12 logs, visibly, when the query in the stack asks for an attribute instead of the tag", async () => {
    const { sink, send, call } = await standIn(oneArchive({ query: "@compliance.art12:true" }));
    expect((await send([ART12_LOG, ART12_LOG])).status).toBe(202);
    await call("POST", "/__sandbox/flush");
    expect(sink.lines).toEqual([]);
    expect((await call("GET", "/__sandbox/status")).body).toMatchObject({ received: 2, unarchived: 2 });
  });

  it.each([
    ["the header", "/api/v2/logs", { "dd-api-key": "key" }, 202],
    ["the query string", "/api/v2/logs?dd-api-key=key", {}, 202],
    ["nowhere", "/api/v2/logs", {}, 401],
    ["the header, but wrong", "/api/v2/logs", { "dd-api-key": "wrong" }, 403],
  ])("looks for the API key in %s", async (_, path, headers, status) => {
    const { send } = await standIn({});
    expect((await send([], { path, headers })).status).toBe(status);
  });

  it("refuses a request that is too large before it is decoded, in the vendor's words", async () => {
    const { call, standIn: server } = await standIn({});
    const headers = { "dd-api-key": "key", "content-type": "application/json" };
    const response = await fetch(`${server.url}/api/v2/logs`, {
      method: "POST",
      headers,
      body: Buffer.alloc(6_000_000),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ errors: [{ status: "413", title: "Payload Too Large" }] });
    expect((await call("GET", "/__sandbox/status")).body).toMatchObject({ received: 0 });
  });

  it("counts what it was sent, what it dropped and why, and what it cut", async () => {
    const { send, call } = await standIn(oneArchive());
    const late = { ...ART12_LOG, timestamp: new Date(Date.now() - 19 * 3_600_000).toISOString() };
    const long = { ...ART12_LOG, art12: { entry: "x".repeat(1_000_000) } };
    await send([ART12_LOG, late, long, { message: "not ours" }], { path: "/api/v2/logs?ddtags=team:a" });
    expect((await call("GET", "/__sandbox/status")).body).toMatchObject({
      received: 4,
      dropped: { "older than 18 hours": 1 },
      truncated: 1,
      unarchived: 1,
      archives: [{ id: "art12", state: "WORKING", pending: 2 }],
    });
  });

  it("creates an archive that is synthesized while it runs, when told to look", async () => {
    const { dir, sink, call } = await standIn({});
    await writeStack(dir, STACK, oneArchive());
    const { status, body } = await call("POST", "/__sandbox/stacks");
    expect(status).toBe(200);
    expect(body).toMatchObject({ archives: [{ id: "art12", state: "WORKING" }] });
    expect(sink.permissionTests).toHaveLength(1);
  });

  it("stays up with stacks it cannot use, keeps its archives and says what is wrong", async () => {
    const { dir, call } = await standIn(oneArchive());
    await writeStack(dir, STACK, oneArchive({ query: "${var.query}" }));
    const { status, body } = await call("POST", "/__sandbox/stacks");
    expect(status).toBe(422);
    expect(body).toMatchObject({
      configurationError: expect.stringContaining("query") as string,
      archives: [{ query: "compliance.art12:true" }],
    });
  });

  it("starts where the bucket is missing, with the archive in error", async () => {
    const sink = new MemorySink();
    sink.refuse = true;
    const { call } = await standIn(oneArchive(), sink);
    const archives = [{ state: "FAILING", error: expect.stringContaining("NoSuchBucket") as string }];
    expect((await call("GET", "/__sandbox/status")).body).toMatchObject({ archives });
  });

  it("writes what is pending when it is stopped", async () => {
    const { sink, send, standIn: server } = await standIn(oneArchive());
    await send([ART12_LOG]);
    await server.stop();
    expect(sink.lines).toHaveLength(1);
  });
});
