import { gzipSync } from "node:zlib";
import {
  createArt12Logger,
  otlpLogs,
  stdoutForAgent,
  type Art12Sink,
  type LogLine,
} from "../../../clients/node";
import { readLogEntry } from "../../../evidence/event";
import { startDatadogStandIn, type DatadogStandIn } from "../../../sandbox/datadog/server";
import { MemorySink } from "../../sandbox/memory-sink";
import { archiveJson, stacksDir } from "../../sandbox/synthesized";
import { startIntake } from "./intake-server";
import { organisation } from "../../losing-a-log/organisation";
import { CALL, minimalOptions } from "./logger-options";

const sink = new MemorySink();
let datadog: DatadogStandIn;
beforeAll(async () => {
  const resource = { datadog_logs_archive: { art12: archiveJson() } };
  const stacks = await stacksDir({ "sandbox-datadog": resource });
  datadog = await startDatadogStandIn({ stacksDir: stacks, apiKey: "key", sink, flushIntervalMs: 3_600_000 });
});
beforeEach(() => sink.objects.clear());
afterAll(() => datadog.stop());

/** Records three events and gives what the archive has of them. */
async function archivedThrough(door: Art12Sink) {
  const before = datadog.status().unarchived;
  const log = await createArt12Logger({ ...minimalOptions([]), sink: door });
  await log.inference(CALL);
  await log.close();
  await datadog.flush();
  return { lines: sink.lines, lost: datadog.status().unarchived - before };
}

/** An Agent that reads lines of standard output and sends each as the text of a message, with its own tags. */
function throughAgent(agentTags: string, change: (line: LogLine) => object = (line) => line): Art12Sink {
  return {
    write: async (lines) => {
      const logs = lines.map((line) => ({
        message: JSON.stringify(change(line)),
        ddtags: agentTags,
        ddsource: "nodejs",
        service: "of-the-container",
        hostname: "node-1",
        status: "info",
        timestamp: Date.now(),
      }));
      await send("/api/v2/logs", logs);
    },
  };
}

/** An Agent that makes messages of the lines of a whole run, once the logger is closed. */
function agentSending(agentTags: string, messages: (lines: readonly string[]) => string[]): Art12Sink {
  const lines: string[] = [];
  return {
    write: async (batch) => {
      lines.push(...batch.map((line) => JSON.stringify(line)));
      if (batch.at(-1)?.art12.event.type !== "emitter_stop") return;
      await send(
        "/api/v2/logs",
        messages(lines).map((message) => ({ message, ddtags: agentTags })),
      );
    },
  };
}

async function send(path: string, body: unknown): Promise<number> {
  const headers = { "dd-api-key": "key", "content-type": "application/json", "content-encoding": "gzip" };
  const answer = await fetch(datadog.url + path, {
    method: "POST",
    headers,
    body: gzipSync(JSON.stringify(body)),
  });
  return answer.status;
}

/** OpenTelemetry log records made by hand. */
function throughOtlp(record: (line: LogLine) => object, resource: object[] = []): Art12Sink {
  return {
    write: async (lines) => {
      const scopeLogs = [{ logRecords: lines.map(record) }];
      const status = await send("/v1/logs", {
        resourceLogs: [{ resource: { attributes: resource }, scopeLogs }],
      });
      if (status !== 200) throw new Error(`status ${status}`);
    },
  };
}

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const entryAlone = ({ art12, timestamp }: LogLine) => ({
  timeUnixNano: `${Date.parse(timestamp)}000000`,
  body: { stringValue: JSON.stringify({ art12 }) },
});
const withoutTags = ({ ddtags: _, ...line }: LogLine) => line;

function expectWhole(lines: Record<string, unknown>[]): void {
  expect(lines).toHaveLength(3);
  for (const { attributes, tags, service, source } of lines) {
    expect(readLogEntry(attributes)).toMatchObject({ ok: true });
    expect(tags).toEqual(
      expect.arrayContaining(["compliance.art12:true", "env:sandbox", "ai_system:credit-scoring"]),
    );
    expect([service, source]).toEqual(["credit-scoring", "ai-act-evidence"]);
  }
}

describe("the second door, an Agent that reads standard output", () => {
  it("brings the events into the archive with their tag, which stands in each line", async () => {
    const { lines, lost } = await archivedThrough(throughAgent("kube_namespace:credit"));
    expectWhole(lines);
    expect(lost).toBe(0);
    expect(lines[0]?.tags).toContain("kube_namespace:credit");
  });

  it("brings them with the tag of the Agent's own configuration alone", async () => {
    const { lines } = await archivedThrough(throughAgent("compliance.art12:true", withoutTags));
    expect(lines).toHaveLength(3);
    expect(lines.every(({ attributes }) => readLogEntry(attributes).ok)).toBe(true);
  });

  it.each<[string, (line: LogLine) => object]>([
    ["an attribute of that name", (line) => ({ ...withoutTags(line), compliance: { art12: "true" } })],
    ["an attribute with a dot", (line) => ({ ...withoutTags(line), "compliance.art12": "true" })],
    ["an attribute `tags`", (line) => ({ ...withoutTags(line), tags: ["compliance.art12:true"] })],
    ["nothing", withoutTags],
  ])("does not bring them with %s: no archive takes them, and that is seen", async (_, change) => {
    expect(await archivedThrough(throughAgent("", change))).toEqual({ lines: [], lost: 3 });
  });

  it.each([
    ["without a tag of its own the pieces are lost, and that is seen", "", [0, 7]],
    ["with its own tag the pieces are archived, and none is an event", "compliance.art12:true", [7, 0]],
  ])("that splits a long line, and marks the cuts: %s", async (_, tags, [archived, lost]) => {
    const flag = "...TRUNCATED...";
    const door = agentSending(tags, ([first = "", ...rest]) => [
      `${first.slice(0, 200)}${flag}`,
      `${flag}${first.slice(200, 400)}${flag}`,
      `${flag}${first.slice(400)}`,
      ...rest.flatMap((line) => [`${line.slice(0, 300)}${flag}`, `${flag}${line.slice(300)}`]),
    ]);
    const result = await archivedThrough(door);
    expect([result.lines.length, result.lost]).toEqual([archived, lost]);
    expect(result.lines.map(({ attributes }) => readLogEntry(attributes).ok)).not.toContain(true);
  });

  it.each([
    ["without a tag of its own both are lost, and that is seen", "", [0, 2]],
    [
      "with its own tag they are archived as one text, and neither is an event",
      "compliance.art12:true",
      [2, 0],
    ],
  ])("that puts two lines into one message: %s", async (_, tags, [archived, lost]) => {
    const door = agentSending(tags, ([first, second, ...rest]) => [
      [first, second].join("\\n"),
      ...rest.map((line) => `${line}\\n`),
    ]);
    const result = await archivedThrough(door);
    expect([result.lines.length, result.lost]).toEqual([archived, lost]);
    expect(result.lines.map(({ attributes }) => readLogEntry(attributes).ok)).not.toContain(true);
  });

  it("is the line that the logger prints", async () => {
    const printed: string[] = [];
    const stream = { write: (chunk: string, done: () => void) => (printed.push(chunk), done(), true) };
    const log = await createArt12Logger({
      ...minimalOptions([]),
      sink: stdoutForAgent(stream as unknown as NodeJS.WritableStream),
    });
    await log.close();
    await send(
      "/api/v2/logs",
      printed.map((line) => ({ message: line.trimEnd(), ddtags: "" })),
    );
    await datadog.flush();
    expect(sink.lines.map(({ tags }) => (tags as string[]).includes("compliance.art12:true"))).toEqual([
      true,
      true,
    ]);
  });
});

describe("the second door, OpenTelemetry logs to an Agent or a Collector", () => {
  it("brings the events into the archive, with their tag and their types", async () => {
    const { lines, lost } = await archivedThrough(otlpLogs({ url: datadog.url, hostname: "node-1" }));
    expectWhole(lines);
    expect(lost).toBe(0);
    expect(lines[1]).toMatchObject({
      host: "node-1",
      attributes: { art12: { event: { output: { confidence: 0.8731 } } } },
    });
  });

  it.each<[string, Art12Sink, number]>([
    [
      "an attribute `ddtags` of the record",
      throughOtlp((line) => ({ ...entryAlone(line), attributes: [text("ddtags", line.ddtags)] })),
      3,
    ],
    ["an attribute of the resource", throughOtlp(entryAlone, [text("compliance.art12", "true")]), 0],
    [
      "an attribute of the record",
      throughOtlp((line) => ({ ...entryAlone(line), attributes: [text("compliance.art12", "true")] })),
      0,
    ],
    [
      "env and service of the resource",
      throughOtlp(entryAlone, [
        text("service.name", "credit-scoring"),
        text("deployment.environment.name", "sandbox"),
      ]),
      0,
    ],
    ["nothing", throughOtlp(entryAlone), 0],
  ])("with %s", async (_, door, archived) => {
    const { lines, lost } = await archivedThrough(door);
    expect([lines.length, lost]).toEqual([archived, 3 - archived]);
  });

  it("loses the entry where it is sent as attributes: they are flattened, and all values become texts", async () => {
    const value = (inner: unknown): object => {
      if (typeof inner === "object" && inner !== null)
        return {
          kvlistValue: { values: Object.entries(inner).map(([key, one]) => ({ key, value: value(one) })) },
        };
      return typeof inner === "number" ? { doubleValue: inner } : { stringValue: String(inner) };
    };
    const door = throughOtlp(({ art12, ddtags }) => ({
      body: { stringValue: "Art 12" },
      attributes: [
        text("ddtags", ddtags),
        { key: "art12", value: value({ ...art12, event: { type: "x" } }) },
      ],
    }));
    const { lines } = await archivedThrough(door);
    expect(lines.map(({ attributes }) => readLogEntry(attributes))).toEqual(
      lines.map(() => ({ ok: false, reason: "missing-entry" })),
    );
  });

  it.each([
    [{ status: 503 }, { code: "collector-http-503", delivered: "unknown" }],
    [{ status: 429 }, { code: "collector-http-429", delivered: "no" }],
    [{ status: 401 }, { code: "collector-denied", delivered: "no" }],
    [
      { status: 200, text: '{"partialSuccess":{"rejectedLogRecords":"1"}}' },
      { code: "collector-rejected", delivered: "unknown" },
    ],
    [{ status: 200, text: '{"partialSuccess":{}}' }, undefined],
    [{ status: 200, text: "" }, undefined],
  ])("knows from the answer %j whether the Collector took it", async (answer, error) => {
    const server = await startIntake([answer]);
    const result = createArt12Logger({
      ...minimalOptions([]),
      sink: otlpLogs({ url: server.url, attempts: 1 }),
    });
    if (error === undefined) await result;
    else await expect(result).rejects.toMatchObject(error);
    expect(server.requests[0]).toMatchObject({ url: "/v1/logs", method: "POST" });
    await server.close();
  });

  it("is refused with an address that is none", () => {
    expect(() => otlpLogs({ url: "unix:/run/otlp" })).toThrow(expect.objectContaining({ field: "url" }));
  });
});

describe("the second door, with the organisation's own pipeline behind it", () => {
  it.each<[string, (line: LogLine) => object, object]>([
    ["lost all its tags", (line) => withoutTags(line), {}],
    ["has the tag as an attribute", (line) => ({ ...withoutTags(line), "compliance.art12": "true" }), {}],
    // Its service then is another one, which an export names.
    ["has only the entry", ({ art12 }) => ({ art12 }), { "system-mismatch": 3 }],
  ])(
    "brings an event into the archive that %s: the pipeline makes it of the entry",
    async (_, change, found) => {
      const production = await organisation();
      const log = await production.start({
        sink: { write: async (lines) => void (await production.post(lines.map(change))) },
      });
      await log.inference(CALL);
      await log.close();
      const { findings, counts, completeness } = await production.exported();
      expect(findings).toEqual(found);
      expect(counts).toMatchObject({ events: 3 });
      expect(completeness).toMatchObject({ level: 2, holds: "yes" });
    },
  );

  it("archives what only calls itself Art 12 as well, marks it, and an export names it", async () => {
    const production = await organisation();
    const log = await production.start();
    await production.post([
      { message: "user logged in", service: "shop", ddtags: "compliance.art12:true,env:production" },
    ]);
    await log.close();
    const { written } = await production.datadog.flush();
    expect(written.map(({ logs }) => logs)).toEqual([3]);
    expect(await production.exported()).toMatchObject({
      findings: { "line-not-art12": 1 },
      counts: { lines: 3, events: 2 },
    });
  });
});
