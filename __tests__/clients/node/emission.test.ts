import fc from "fast-check";
import { Art12DeliveryError, createArt12Logger, type Art12Sink, type LogLine } from "../../../clients/node";
import { ChainCheck } from "../../../evidence/event";
import { CALL, minimalOptions } from "./logger-options";

const refused = () =>
  new Art12DeliveryError({ code: "test-refusal", needed: "refused", fix: "none", delivered: "no" });

/** A sink that follows a script, one step a write; after the script it takes everything. */
function scripted(script: ("take" | "refuse" | "lose" | "take-but-fail")[]) {
  const taken: LogLine[] = [];
  const writes: number[] = [];
  const sink: Art12Sink = {
    async write(lines) {
      writes.push(lines.length);
      await new Promise((resolve) => setImmediate(resolve));
      const step = script.shift() ?? "take";
      if (step === "refuse") throw refused();
      if (step !== "lose") taken.push(...lines.map((line) => JSON.parse(JSON.stringify(line)) as LogLine));
      if (step !== "take") throw new Error("connection reset");
    },
  };
  return { sink, taken, writes };
}

/** Events by the order of arrival, each once. */
function arrived(taken: readonly LogLine[]): LogLine[] {
  return [...new Map(taken.map((line) => [line.art12.event.event_id, line])).values()];
}

function breaksOf(lines: readonly LogLine[]): unknown[] {
  const chain = new ChainCheck();
  return lines
    .map(({ art12 }) => chain.next(art12.event.emitter, art12.entry_sha256))
    .filter((one) => one !== undefined);
}

async function loggerOn(sink: Art12Sink) {
  return createArt12Logger({ ...minimalOptions([]), sink });
}

describe("emission", () => {
  it("keeps the order of overlapping calls in one unbroken chain, in few batches", async () => {
    const { sink, taken, writes } = scripted([]);
    const log = await loggerOn(sink);
    const events = await Promise.all(
      Array.from({ length: 1200 }, (_, index) => log.inference({ ...CALL, input: { index } })),
    );
    await log.close();
    expect(events.map((event) => event.emitter.sequence)).toEqual(events.map((_, index) => index + 2));
    expect(breaksOf(taken)).toEqual([]);
    expect(writes).toEqual([1, 500, 500, 200, 1]);
  });

  it("gives batches no greater than the sink takes", async () => {
    const { sink, writes } = scripted([]);
    const log = await loggerOn({ ...sink, maxLines: 2 });
    await Promise.all([log.heartbeat(), log.heartbeat(), log.heartbeat()]);
    expect(writes).toEqual([1, 2, 1]);
  });

  it("uses the place of an event that the sink refused for the next one", async () => {
    const { sink, taken } = scripted(["take", "refuse"]);
    const log = await loggerOn(sink);
    await expect(log.inference(CALL)).rejects.toMatchObject({
      name: "Art12DeliveryError",
      code: "test-refusal",
      delivered: "no",
    });
    expect((await log.inference(CALL)).emitter.sequence).toBe(2);
    expect(breaksOf(taken)).toEqual([]);
  });

  it.each([
    ["did not arrive", "lose"],
    ["arrived although the sink failed", "take-but-fail"],
  ] as const)("sends an event again, the same bytes, when nobody knows: it %s", async (_, step) => {
    const { sink, taken } = scripted(["take", step]);
    const log = await loggerOn(sink);
    await expect(log.inference(CALL)).rejects.toMatchObject({ code: "sink-failed", delivered: "unknown" });
    expect((await log.inference(CALL)).emitter.sequence).toBe(3);
    expect(arrived(taken).map((line) => line.art12.event.emitter.sequence)).toEqual([1, 2, 3]);
    const copies = taken.filter((line) => line.art12.event.emitter.sequence === 2);
    expect(new Set(copies.map((line) => line.art12.entry)).size).toBe(1);
    expect(breaksOf(arrived(taken))).toEqual([]);
  });

  it("holds new events back while an earlier one is not confirmed, and gives them no place", async () => {
    const { sink, taken } = scripted(["take", "lose", "lose"]);
    const log = await loggerOn(sink);
    await expect(log.inference(CALL)).rejects.toMatchObject({ delivered: "unknown" });
    await expect(log.inference(CALL)).rejects.toMatchObject({ code: "held-back", delivered: "no" });
    await log.close();
    expect(taken.map((line) => line.art12.event.emitter.sequence)).toEqual([1, 2, 3]);
    expect(taken.at(-1)?.art12.event.type).toBe("emitter_stop");
  });

  it("does not make a logger whose start is not taken", async () => {
    await expect(loggerOn(scripted(["refuse"]).sink)).rejects.toMatchObject({ code: "test-refusal" });
  });

  it("carries the new settings after a config change that may have arrived, the old ones after a refusal", async () => {
    const { sink } = scripted(["take", "refuse", "take", "lose"]);
    const log = await loggerOn(sink);
    const change = { config: { values: {}, decisionThreshold: 0.9 }, reason: "threshold_review" };
    const threshold = async () => (await log.inference(CALL)).config.decision_threshold;
    await expect(log.configChange(change)).rejects.toMatchObject({ delivered: "no" });
    expect(await threshold()).toBe(0.5);
    await expect(log.configChange(change)).rejects.toMatchObject({ delivered: "unknown" });
    expect(await threshold()).toBe(0.9);
  });

  it("leaves no gap and no fork, whatever the sink does and whatever is refused before", async () => {
    const step = fc.constantFrom("take", "refuse", "lose", "take-but-fail");
    const call = fc.constantFrom("valid", "invalid", "pause");
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12 }),
        fc.array(call, { maxLength: 25 }),
        async (script, calls) => {
          const { sink, taken } = scripted(["take", ...script]);
          const log = await loggerOn(sink);
          const results: Promise<unknown>[] = [];
          for (const kind of calls) {
            if (kind === "pause") await Promise.allSettled(results);
            else if (kind === "invalid") results.push(log.inference({ ...CALL, output: {} }));
            else results.push(log.inference(CALL));
          }
          const settled = await Promise.allSettled(results);
          for (let tries = 0; tries <= script.length; tries++) await log.heartbeat().catch(() => undefined);
          await log.close();

          const lines = arrived(taken);
          expect(breaksOf(lines)).toEqual([]);
          expect(lines.map((line) => line.art12.event.emitter.sequence)).toEqual(
            lines.map((_, index) => index + 1),
          );
          const ids = new Set(lines.map((line) => line.art12.event.event_id));
          for (const result of settled) {
            if (result.status === "fulfilled")
              expect(ids).toContain((result.value as { event_id: string }).event_id);
          }
          expect(new Set(taken.map((line) => line.art12.entry)).size).toBe(lines.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
