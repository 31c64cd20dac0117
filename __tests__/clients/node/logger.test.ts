import { createArt12Logger, type Art12Logger, type LogLine } from "../../../clients/node";
import type { Art12Event as ClientEvent } from "../../../clients/node";
import { ChainCheck, checkLogLine, type Art12Event } from "../../../evidence/event";
import { CALL, minimalOptions } from "./logger-options";

/** Fails to compile when the client's types and the schema's drift apart. */
export const sameTypes = {
  fromSchema: (event: Art12Event): ClientEvent => event,
  fromClient: (event: ClientEvent): Art12Event => event,
};

const lines: LogLine[] = [];
let log: Art12Logger;

beforeEach(async () => {
  lines.length = 0;
  log = await createArt12Logger(minimalOptions(lines));
});

describe("a logger's events", () => {
  it("begin with emitter_start, end with emitter_stop, and read without a fault in one chain", async () => {
    const inference = await log.inference(CALL);
    await log.outcome({ refersTo: inference.event_id, outcome: "repaid", caseId: "2026/417" });
    await log.oversight({ refersTo: inference.event_id, required: true, reviewer: "r-1" });
    await log.error({ error: "feature_store_timeout", refersTo: inference.event_id });
    await log.outOfScopeInput({ input: { company: true }, reason: "not_a_person" });
    await log.configChange({ config: { values: {}, decisionThreshold: 0.6 }, reason: "threshold_review" });
    await log.heartbeat();
    await log.close();

    expect(lines.map((line) => line.art12.event.type)).toEqual([
      "emitter_start",
      "inference",
      "outcome",
      "oversight",
      "error",
      "out_of_scope_input",
      "config_change",
      "emitter_heartbeat",
      "emitter_stop",
    ]);
    expect(lines.map((line) => checkLogLine(line).ok)).not.toContain(false);
    const chain = new ChainCheck();
    expect(lines.map(({ art12 }) => chain.next(art12.event.emitter, art12.entry_sha256))).toEqual(
      lines.map(() => undefined),
    );
    expect(lines.map((line) => line.art12.event.emitter.sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("are what each call resolves with", async () => {
    const event = await log.inference({ ...CALL, traceId: "c4".repeat(16) });
    expect(lines[1]?.art12.event).toEqual(event);
    expect(event).toMatchObject({ type: "inference", trace_id: "c4".repeat(16), emitter: { sequence: 2 } });
  });

  it("name the emitter after the system, or the service, with an id of its own at every start", async () => {
    const other = await createArt12Logger({ ...minimalOptions(lines), service: "scoring-api" });
    const [first, second] = lines.map((line) => line.art12.event.emitter.id);
    expect(first).toMatch(/^credit-scoring\.[0-9a-f-]{36}$/);
    expect(second).toMatch(/^scoring-api\.[0-9a-f-]{36}$/);
    await other.close();
  });

  it("take time and event id from the clock given, and say what sets it", async () => {
    const clock = { now: () => Date.parse("2026-11-24T21:00:00.000Z"), source: "ptp" } as const;
    const timed = await createArt12Logger({ ...minimalOptions(lines), clock });
    const event = await timed.inference(CALL);
    expect(event).toMatchObject({ time: "2026-11-24T21:00:00.000Z", emitter: { clock_source: "ptp" } });
    expect(event.event_id.replace("-", "").slice(0, 12)).toBe(clock.now().toString(16).padStart(12, "0"));
  });

  it("carry confidence with four decimals, dates as UTC text, and nothing that was left undefined", async () => {
    const event = await log.inference({
      ...CALL,
      output: { decision: "approve", confidence: 0.87314999, reference: undefined },
      use: { start: new Date("2026-11-24T22:00:00+01:00"), end: "2026-11-24T21:00:03.000Z" },
      caseId: undefined,
    });
    expect(event.output).toStrictEqual({ decision: "approve", confidence: 0.8731 });
    expect(event.use).toEqual({ start: "2026-11-24T21:00:00.000Z", end: "2026-11-24T21:00:03.000Z" });
    expect(Object.keys(event)).not.toContain("case_ref");
  });

  it("cannot be changed by what is done to an earlier one", async () => {
    const first = await log.inference(CALL);
    expect(() => (first.model.version = "8")).toThrow(TypeError);
    expect(() => (first.config.decision_threshold = 0)).toThrow(TypeError);
    expect(() => first.purposes.pop()).toThrow(TypeError);
    first.emitter.sequence = 99;
    expect((await log.inference(CALL)).emitter).toMatchObject({ sequence: 3 });
  });

  it("link an override to the event overridden, with the reviewer as a pseudonym", async () => {
    const inference = await log.inference(CALL);
    const { oversight } = await log.oversight({
      refersTo: inference.event_id,
      required: true,
      override: true,
      reviewer: "jane.doe@example.org",
      reason: "income_not_verified",
      overriddenEvent: inference.event_id,
    });
    expect(oversight).toEqual({
      required: true,
      override: true,
      reviewer: expect.stringMatching(/^[0-9a-f]{64}$/),
      reason: "income_not_verified",
      overridden_event: inference.event_id,
    });
  });

  it("show a config change in the digests before and after, and in every later inference", async () => {
    const before = await log.inference(CALL);
    const change = await log.configChange({
      config: { values: { features: ["age", "income"] }, decisionThreshold: 0.6 },
      reason: "threshold_review",
    });
    const after = await log.inference(CALL);
    expect(change).toMatchObject({ before: before.config.digest, after: after.config.digest });
    expect(change.after).not.toBe(change.before);
    expect(after.config.decision_threshold).toBe(0.6);
  });

  it("end with close: a second close is the same stop, any other call is refused", async () => {
    const stop = await log.close();
    expect(await log.close()).toBe(stop);
    await expect(log.inference(CALL)).rejects.toMatchObject({
      name: "Art12ClosedError",
      code: "logger-closed",
    });
    expect(lines).toHaveLength(2);
  });
});
