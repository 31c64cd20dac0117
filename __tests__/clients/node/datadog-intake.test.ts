import {
  Art12ConfigError,
  Art12DeliveryError,
  createArt12Logger,
  datadogIntake,
  type DatadogIntakeOptions,
} from "../../../clients/node";
import { logLine, type LogLine } from "../../../clients/node/log-line";
import type { Art12Event } from "../../../clients/node";
import { validEvent } from "../vectors";
import { startIntake, type Answer } from "./intake-server";
import { CALL, minimalOptions } from "./logger-options";

const API_KEY = "0123456789abcdef0123456789abcdef";
let intake: Awaited<ReturnType<typeof startIntake>>;

async function sinkOn(script: Answer[], options: Partial<DatadogIntakeOptions> = {}) {
  intake = await startIntake(script);
  return datadogIntake({ apiKey: API_KEY, url: intake.url, retryDelayMs: 1, ...options });
}

/** A valid line, of the given time. */
function lineAt(time: Date): LogLine {
  const event = validEvent("inference with every optional field") as unknown as Art12Event;
  return logLine({ ...event, time: time.toISOString() });
}

const now = () => [lineAt(new Date())];
afterEach(() => intake?.close());

describe("the sink to Datadog's intake", () => {
  it("posts a compressed batch with the key in a header and the routing tag in ddtags", async () => {
    const sink = await sinkOn([], { hostname: "worker-1" });
    const log = await createArt12Logger({ ...minimalOptions([]), sink });
    await Promise.all([log.inference(CALL), log.inference(CALL)]);

    expect(intake.requests.map((request) => request.lines.length)).toEqual([1, 2]);
    const request = intake.requests[1]!;
    expect(request).toMatchObject({
      method: "POST",
      url: "/api/v2/logs",
      headers: { "dd-api-key": API_KEY, "content-encoding": "gzip", "content-type": "application/json" },
    });
    expect(request.lines[0]).toMatchObject({
      ddsource: "ai-act-evidence",
      service: "credit-scoring",
      hostname: "worker-1",
      status: "info",
      ddtags:
        "compliance.art12:true,env:sandbox,ai_system:credit-scoring,event_type:inference,model_version:7",
    });
  });

  it.each<[string, Answer[], object]>([
    [
      "a wrong key",
      [{ status: 403, text: '{"errors":["Forbidden"]}' }],
      { code: "intake-denied", delivered: "no", status: 403, vendorText: '{"errors":["Forbidden"]}' },
    ],
    [
      "a bad request",
      [{ status: 400, text: "bad json" }],
      { code: "intake-http-400", delivered: "no", status: 400 },
    ],
    ["too large", [{ status: 413 }], { code: "intake-http-413", delivered: "no" }],
    [
      "throttling that does not end",
      [{ status: 429 }, { status: 429 }, { status: 429 }],
      { code: "intake-http-429", delivered: "no" },
    ],
    [
      "failures that do not end",
      [{ status: 503 }, { status: 503 }, { status: 503 }],
      { code: "intake-http-503", delivered: "unknown" },
    ],
    [
      "a failure, then a refusal: the first try may have arrived",
      [{ status: 500 }, { status: 403 }],
      { code: "intake-denied", delivered: "unknown", status: 403 },
    ],
    [
      "a connection that breaks",
      ["hang up", "hang up", "hang up"],
      { code: "intake-no-answer", delivered: "unknown" },
    ],
    ["a redirect, which is not followed", [{ status: 302 }], { code: "intake-http-302", delivered: "no" }],
  ])("says what happened and whether it may have arrived: %s", async (_, script, expected) => {
    const requests = script.length;
    const sink = await sinkOn(script);
    const error = await sink.write(now()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Art12DeliveryError);
    expect(error).toMatchObject(expected);
    expect((error as Error).message).not.toContain(API_KEY);
    expect(intake.requests).toHaveLength(requests);
  });

  it.each<[string, Answer[]]>([
    ["throttling", [{ status: 429 }]],
    ["two failures", [{ status: 500 }, { status: 502 }]],
    ["a broken connection", ["hang up"]],
  ])("tries again, the same bytes, after %s", async (_, script) => {
    const tries = script.length + 1;
    const sink = await sinkOn(script);
    await sink.write(now());
    expect(intake.requests).toHaveLength(tries);
    expect(new Set(intake.requests.map((request) => request.body.toString("hex"))).size).toBe(1);
  });

  it("gives up waiting for an answer", async () => {
    const sink = await sinkOn(["never"], { timeoutMs: 50, attempts: 1 });
    await expect(sink.write(now())).rejects.toMatchObject({ code: "intake-no-answer", delivered: "unknown" });
  });

  it("says that nothing was sent where nobody listens", async () => {
    const sink = await sinkOn([], { attempts: 1 });
    await intake.close();
    await expect(sink.write(now())).rejects.toMatchObject({
      code: "intake-unreachable",
      delivered: "no",
      needed: expect.stringContaining("ECONNREFUSED"),
    });
    intake = await startIntake();
  });

  it("does not send what the intake would refuse as older than 18 h, and says so", async () => {
    const sink = await sinkOn([]);
    const hour = 3_600_000;
    await expect(sink.write([lineAt(new Date(Date.now() - 18.1 * hour))])).rejects.toThrow("18 h");
    await sink.write([lineAt(new Date(Date.now() - 17.9 * hour))]);
    expect(intake.requests).toHaveLength(1);
  });

  it("does not send an event over 1 MB or a request over 5 MB", async () => {
    const sink = await sinkOn([]);
    const large = { ...lineAt(new Date()), message: "x".repeat(1_000_000) };
    await expect(sink.write([large])).rejects.toMatchObject({ code: "event-too-large", delivered: "no" });
    const almost = { ...large, message: "x".repeat(900_000) };
    await expect(sink.write(Array(6).fill(almost))).rejects.toMatchObject({ code: "batch-too-large" });
    expect(intake.requests).toHaveLength(0);
  });

  it("fits 500 events of the greatest size the schema allows into one request, each of at most 10 kB", async () => {
    const sink = await sinkOn([]);
    const line = logLine(greatest());
    // Less than a container's runtime (16 kB), an Agent (256 kB) or the intake (1 MB) would cut.
    expect(Buffer.byteLength(JSON.stringify(line))).toBeLessThan(10_000);
    await sink.write(Array(500).fill(line));
    expect(intake.requests[0]?.lines).toHaveLength(500);
    expect(sink.maxLines).toBe(500);
  });

  it.each<[string, Partial<DatadogIntakeOptions>, string]>([
    ["neither site nor url", { site: undefined as never }, "site"],
    ["a site that is a URL", { site: "https://datadoghq.eu" }, "site"],
    ["a url without encryption on another machine", { url: "http://intake.example.org" }, "url"],
    ["a url that is none", { url: "intake" }, "url"],
    ["an empty key", { apiKey: "" }, "apiKey"],
    ["a key with a line feed", { apiKey: "abc\n" }, "apiKey"],
    ["batches over 1,000 events", { maxEvents: 1001 }, "maxEvents"],
  ])("is not made with %s", (_, change, field) => {
    const make = () => datadogIntake({ apiKey: API_KEY, site: "datadoghq.eu", ...change });
    expect(make).toThrow(Art12ConfigError);
    expect(make).toThrow(expect.objectContaining({ field }));
  });

  it("reaches the site's own intake", async () => {
    const fetched = jest.spyOn(globalThis, "fetch").mockResolvedValue(new Response("{}", { status: 202 }));
    await datadogIntake({ apiKey: API_KEY, site: "datadoghq.eu" }).write(now());
    expect(fetched.mock.calls[0]?.[0]).toBe("https://http-intake.logs.datadoghq.eu/api/v2/logs");
    fetched.mockRestore();
  });
});

/** The full event with every text as long as the schema lets it be. */
function greatest(): Art12Event {
  const id = "a".repeat(128);
  const event = validEvent("inference with every optional field");
  const merge = (block: string, fields: object) => ({ [block]: { ...(event[block] as object), ...fields } });
  return {
    ...event,
    time: new Date().toISOString(),
    environment: id,
    ...merge("system", { id, version: "1".repeat(64) }),
    ...merge("model", {
      name: id,
      version: "9".repeat(9),
      upstream: { provider: id, model: id, version: id },
    }),
    ...merge("input", { key_id: id, scope: id }),
    ...merge("output", { decision: "a".repeat(48) }),
    ...merge("oversight", { reason: "a".repeat(48) }),
    ...merge("case_ref", { key_id: id }),
    ...merge("emitter", { id, sequence: Number.MAX_SAFE_INTEGER }),
  } as unknown as Art12Event;
}
