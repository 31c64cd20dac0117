import fc from "fast-check";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { createArt12Logger, type Art12Event, type InferenceCall, type LogLine } from "../../../clients/node";
import { canonicalData } from "../../../clients/node/canonical";
import { logLine } from "../../../clients/node/log-line";
import { lateObject } from "../../../clients/node/spool/late";
import { minimalOptions } from "../node/logger-options";
import { validEvents } from "../vectors";
import { CLIENT, developPython } from "./develop";

interface Outcome {
  readonly text?: string;
  readonly refused?: string;
  readonly kind?: string;
}

const RUNS = 400;
const HOST = "host-1";
let python: string;
beforeAll(async () => {
  python = await developPython();
}, 600_000);

/** What comes out of jobs in Python, in order. */
function inPython(jobs: readonly object[]): Outcome[] {
  const { stdout, stderr, status } = spawnSync(python, ["-B", path.join(__dirname, "parity.py")], {
    input: jobs.map((job) => `${JSON.stringify(job)}\n`).join(""),
    env: { ...process.env, PYTHONPATH: path.join(CLIENT, "src"), PYTHONIOENCODING: "utf-8" },
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim().split("\n").map((line) => JSON.parse(line) as Outcome); // prettier-ignore
}

async function outcome(what: () => string | Promise<string>): Promise<Outcome> {
  try {
    return { text: await what() };
  } catch (error) {
    const { code, name } = error as { code: string; name: string };
    return { refused: code, kind: name };
  }
}

/** Any JSON, with texts that are hard: half surrogates, controls, letters beyond the basic plane; and any double. */
const anyJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false, 0, -0, 1e21, 1e-7, 5e-324, 2 ** 53, 2 ** 53 + 2, 2 ** 70, -(2 ** 60)),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("\ud83d", "\ude00", "a", "\u0000", "\u2028", "é", '"', "\\") }),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: "binary", maxLength: 5 }), tie("value"), { maxKeys: 5 }),
  ),
})).value;

const call = fc.record(
  {
    input: anyJson,
    output: fc.record(
      {
        decision: fc.constantFrom("approve", "decline", "perhaps"),
        confidence: fc.oneof(fc.double({ min: 0, max: 1 }), fc.double(), fc.constantFrom(0.00005, 0.99995, 0.12345)),
      },
      { requiredKeys: [] },
    ),
    oversight: fc.record(
      {
        required: fc.boolean(),
        reviewer: fc.string({ unit: "grapheme", maxLength: 8 }),
        override: fc.boolean(),
        reason: fc.constantFrom("income_not_verified", "because"),
      },
      { requiredKeys: ["required"] },
    ),
    use: fc.record({ start: fc.constantFrom("2026-11-24T21:00:00.000Z", "now"), end: fc.constant("2026-11-24T21:00:01.000Z") }),
    caseId: fc.string({ unit: "grapheme", maxLength: 8 }),
    traceId: fc.constantFrom("4b".repeat(16), "4B".repeat(16), "x\n"),
  },
  { requiredKeys: ["input", "output", "oversight"] },
); // prettier-ignore

const job = fc.record({
  do: fc.constant("inference"),
  call,
  values: fc.dictionary(fc.string({ maxLength: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
  threshold: fc.double({ noNaN: true, noDefaultInfinity: true }),
  now: fc.integer({ min: 0, max: 4_102_444_800_000 }),
});

/** But for what is drawn by lot: ids. */
function settled(entry: string | undefined): string | undefined {
  return entry
    ?.replace(/"event_id":"[^"]+"/, '"event_id":"-"')
    .replace(/"id":"credit-scoring\.[^"]+"/, '"id":"-"')
    .replace(/"prev":"[0-9a-f]{64}"/, '"prev":"-"');
}

async function decided({ call: given, values, threshold, now }: { call: object; values: object; threshold: number; now: number }): Promise<string> {
  const lines: LogLine[] = [];
  const log = await createArt12Logger({
    ...minimalOptions(lines),
    config: { values, decisionThreshold: threshold },
    clock: { now: () => now },
  });
  try {
    await log.inference(given as InferenceCall);
    return lines.at(-1)!.art12.entry;
  } finally {
    await log.close();
  }
} // prettier-ignore

describe("Python and Node", () => {
  it("give the same canonical bytes of any JSON, or refuse it both", async () => {
    const values = fc.sample(anyJson, { numRuns: RUNS, seed: 9 });
    const texts = values.map((value) => JSON.stringify(value));
    const found = inPython(texts.map((json) => ({ do: "canonical", json })));
    const expected = await Promise.all(
      texts.map((json) => outcome(() => canonicalData(JSON.parse(json), "input"))),
    );
    expect(found).toEqual(expected);
    expect(found.some(({ refused }) => refused === "not-plain-json")).toBe(true);
  }, 60_000);

  it("make the same event of any call, or refuse it for the same reason", async () => {
    // As JSON has them: what has no place there cannot be told to both.
    const jobs = fc
      .sample(job, { numRuns: RUNS, seed: 9 })
      .map((each) => JSON.parse(JSON.stringify(each)) as typeof each)
      .filter((each) => each.call.output.confidence !== null);
    const found = inPython(jobs).map((each) => (each.text ? { text: settled(each.text) } : each));
    const expected = [];
    for (const each of jobs) expected.push(await outcome(async () => settled(await decided(each))!));
    const refusals = new Set(expected.map(({ refused }) => refused));
    expect(found).toEqual(expected);
    expect([...refusals].sort()).toEqual([undefined, "not-an-id", "not-plain-json", "schema-violation", "unknown-code"].sort()); // prettier-ignore
  }, 120_000);

  it("send the same bytes to Datadog, and put the same lines into the vault past it", async () => {
    const events = validEvents().map(({ event }) => event as unknown as Art12Event);
    const sent = inPython(events.map((event) => ({ do: "line", event })));
    expect(sent.map(({ text }) => text)).toEqual(
      events.map((event) => JSON.stringify({ ...logLine(event), hostname: HOST })),
    );
    const lines = events.map(logLine);
    const archived = inPython(lines.map((line) => ({ do: "archived", entry: line.art12.entry })));
    const object = gunzipSync(await lateObject(lines)).toString();
    expect(archived.map(({ text }) => `${text}\n`).join("")).toBe(object);
  }, 60_000);
});
