import {
  Art12Error,
  createArt12Logger,
  type Art12Logger,
  type InferenceCall,
  type LogLine,
} from "../../../clients/node";
import { CALL, minimalOptions } from "./logger-options";

const lines: LogLine[] = [];
let log: Art12Logger;

beforeEach(async () => {
  lines.length = 0;
  log = await createArt12Logger(minimalOptions(lines));
});

const EMAIL = "jane.doe@example.org";
const circle: Record<string, unknown> = {};
circle.self = circle;

describe("an event that cannot be logged", () => {
  it.each<[string, object, string, string | undefined]>([
    [
      "a decision that was not declared",
      { output: { decision: "maybe" } },
      "unknown-code",
      "output.decision",
    ],
    ["an e-mail address as decision", { output: { decision: EMAIL } }, "unknown-code", "output.decision"],
    [
      "neither decision nor reference",
      { output: { confidence: 0.5 } },
      "schema-violation",
      "output.decision",
    ],
    ["no output", { output: undefined }, "schema-violation", "output"],
    ["null for an output", { output: null }, "schema-violation", "output"],
    ["no oversight", { oversight: undefined }, "schema-violation", "oversight"],
    [
      "a confidence of 87",
      { output: { decision: "approve", confidence: 87 } },
      "schema-violation",
      "output.confidence",
    ],
    [
      "a confidence that is text",
      { output: { decision: "approve", confidence: "1" } },
      "schema-violation",
      "output.confidence",
    ],
    [
      "a confidence that is no number",
      { output: { decision: "approve", confidence: NaN } },
      "schema-violation",
      "output.confidence",
    ],
    ["a misspelt field", { output: { decison: "approve" } }, "unknown-field", "output.decison"],
    ["a misspelt field of the call", { traceID: "c4".repeat(16) }, "unknown-field", "inference.traceID"],
    ["a key that looks like data", { [EMAIL]: 1 }, "unknown-field", "inference"],
    [
      "an override without reviewer",
      { oversight: { required: true, override: true, reason: "not_a_person" } },
      "schema-violation",
      "oversight.reviewer",
    ],
    [
      "an override without reason",
      { oversight: { required: true, override: true, reviewer: "r" } },
      "schema-violation",
      "oversight.reason",
    ],
    [
      "a reason that was not declared",
      { oversight: { required: true, reason: "felt wrong" } },
      "unknown-code",
      "oversight.reason",
    ],
    [
      "a reviewer that is not text",
      { oversight: { required: true, reviewer: 17 } },
      "not-an-id",
      "oversight.reviewer",
    ],
    ["an empty case number", { caseId: "" }, "not-an-id", "caseId"],
    ["a trace id of another form", { traceId: EMAIL }, "schema-violation", "trace_id"],
    [
      "a period of use with an invalid date",
      { use: { start: new Date(NaN), end: new Date(0) } },
      "schema-violation",
      "use.start",
    ],
    ["no input", { input: undefined }, "not-plain-json", "input"],
    ["a Map as input", { input: new Map([["age", 41]]) }, "not-plain-json", "input"],
    ["a Date in the input", { input: { born: new Date(0) } }, "not-plain-json", "input"],
    ["a typed array in the input", { input: { pixels: new Float32Array(4) } }, "not-plain-json", "input"],
    ["an infinite number in the input", { input: { income: Infinity } }, "not-plain-json", "input"],
    ["a bigint in the input", { input: { account: 1n } }, "not-plain-json", "input"],
    ["a hole in an array of the input", { input: [1, undefined] }, "not-plain-json", "input"],
    ["half a surrogate pair in the input", { input: { name: "\ud83d" } }, "not-plain-json", "input"],
    ["half a surrogate pair in a key of the input", { input: { "\udc00": 1 } }, "not-plain-json", "input"],
    ["an input that contains itself", { input: circle }, "not-plain-json", "input"],
  ])("is refused: %s", async (_, change, code, field) => {
    const call = { ...CALL, ...change } as InferenceCall;
    const error = await log.inference(call).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Art12Error);
    expect(error).toMatchObject({ code, field });
    expect((error as Art12Error).fix).not.toBe("");
    expect(String((error as Art12Error).stack)).not.toContain(EMAIL);
  });

  it.each<[string, (log: Art12Logger) => Promise<unknown>, string, string]>([
    [
      "an outcome that was not declared",
      (l) => l.outcome({ refersTo: "x", outcome: "lost" }),
      "unknown-code",
      "outcome",
    ],
    [
      "an outcome of nothing",
      (l) => l.outcome({ refersTo: EMAIL, outcome: "repaid" }),
      "schema-violation",
      "refers_to",
    ],
    ["an error that was not declared", (l) => l.error({ error: "HTTP 500" }), "unknown-code", "error"],
    [
      "a reason that was not declared",
      (l) => l.outOfScopeInput({ input: {}, reason: "odd" }),
      "unknown-code",
      "reason",
    ],
    [
      "settings with a digest of another form",
      (l) => l.configChange({ config: { digest: "x", decisionThreshold: 1 }, reason: "threshold_review" }),
      "bad-option",
      "config.digest",
    ],
    [
      "a threshold that is no number",
      (l) =>
        l.configChange({
          config: { digest: "ab".repeat(32), decisionThreshold: NaN },
          reason: "threshold_review",
        }),
      "bad-option",
      "config.decisionThreshold",
    ],
  ])("is refused: %s", async (_, call, code, field) => {
    await expect(call(log)).rejects.toMatchObject({ code, field });
  });

  it("uses no sequence number: the next event follows the last one that was taken", async () => {
    await log.inference(CALL);
    await expect(log.inference({ ...CALL, output: {} })).rejects.toThrow("output.decision: is missing");
    await expect(log.inference({ ...CALL, output: { decision: "maybe" } })).rejects.toThrow(
      "approve, decline",
    );
    const next = await log.inference(CALL);
    expect(next.emitter.sequence).toBe(3);
    expect(next.emitter.prev).toBe(lines[1]?.art12.entry_sha256);
  });

  it("without a key for cases or pseudonyms says which option is missing", async () => {
    const keys = ["caseKey", "pseudonymKey"];
    const options = Object.entries(minimalOptions(lines)).filter(([name]) => !keys.includes(name));
    const keyless = await createArt12Logger(Object.fromEntries(options) as never);
    await expect(keyless.inference({ ...CALL, caseId: "1" })).rejects.toMatchObject({ field: "caseKey" });
    const oversight = { required: true, reviewer: "r-1" };
    await expect(keyless.inference({ ...CALL, oversight })).rejects.toMatchObject({ field: "pseudonymKey" });
  });
});
