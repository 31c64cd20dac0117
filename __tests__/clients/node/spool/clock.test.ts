import { gunzipSync } from "node:zlib";
import { createArt12Logger, datadogIntake, type LogLine } from "../../../../clients/node";
import { startIntake } from "../intake-server";
import { CALL, minimalOptions } from "../logger-options";
import { asKilled, breaks, numbers, spooling, vault } from "./spooling";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOON = Date.parse("2026-11-24T12:30:00.000Z");

/** The `art12` part of what lies in the late path, in the form of the lines that were sent. */
function late(objects: ReadonlyMap<string, Uint8Array>): LogLine[] {
  const texts = [...objects.values()].map((bytes) => gunzipSync(bytes).toString().trimEnd());
  return texts
    .flatMap((text) => text.split("\n"))
    .map((line) => (JSON.parse(line) as { attributes: LogLine }).attributes);
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe("a machine whose clock is wrong", () => {
  // The clock of this machine cannot be set here, so the intake's is: what counts is the difference.
  it.each([
    ["a day behind", DAY_MS],
    ["400 days behind", 400 * DAY_MS],
    ["three hours ahead", -3 * HOUR_MS],
    ["ten years ahead", -3_653 * DAY_MS],
  ])(
    "%s: what the intake drops without a word goes to the vault, for its answer tells its own clock",
    async (_, difference) => {
      const intakeClock = () => Date.now() + difference;
      const server = await startIntake([], undefined, intakeClock);
      const { objects, put } = vault();
      const { start, faults } = spooling();
      const log = await start({ sink: datadogIntake({ apiKey: "key", url: server.url }) }, { late: put });
      const calls = Array.from({ length: 30 }, () => log.inference(CALL));
      const { emitter } = (await Promise.all(calls))[0]!;
      await log.close();
      await server.close();
      expect(server.taken).toEqual([]);
      const found = late(objects);
      expect(numbers(found, emitter.id).sort((a, b) => a - b)).toEqual(upTo(32));
      expect(breaks(found, emitter.id)).toEqual([]);
      // Once the difference is known, the intake is not asked any more.
      expect(server.requests.length).toBeLessThan(8);
      expect(faults).toEqual([]);
    },
  );

  it.each([
    ["17 hours behind", 17 * HOUR_MS - 60_000],
    ["59 minutes ahead", -59 * 60_000],
  ])("%s: goes by the intake, which takes that", async (_, difference) => {
    const server = await startIntake([], undefined, () => Date.now() + difference);
    const { objects, put } = vault();
    const { start } = spooling();
    const log = await start({ sink: datadogIntake({ apiKey: "key", url: server.url }) }, { late: put });
    const { emitter } = await log.inference(CALL);
    await log.close();
    await server.close();
    expect(numbers(server.taken, emitter.id)).toEqual([1, 2, 3]);
    expect(objects.size).toBe(0);
  });

  it("is told, where there is no spool: the call fails, whatever the intake answered", async () => {
    const server = await startIntake([], undefined, () => Date.now() + DAY_MS);
    const sink = datadogIntake({ apiKey: "key", url: server.url });
    await expect(createArt12Logger({ ...minimalOptions([]), sink })).rejects.toMatchObject({
      name: "Art12DeliveryError",
      code: "too-old",
      delivered: "unknown",
      fix: expect.stringContaining("check the clock"),
    });
    await server.close();
  });
});

describe("a clock that jumps while the application runs", () => {
  /** Before an intake that is away for as long as `away.now` says so; its clock is the right one. */
  async function jumping() {
    const clock = { now: NOON };
    const now = () => clock.now;
    const away = { now: true };
    const server = await startIntake([], () => (away.now ? { status: 503 } : undefined));
    const sink = datadogIntake({ apiKey: "key", url: server.url, attempts: 1, now });
    const { objects, put } = vault();
    const { folder } = spooling();
    const start = (spool = {}, on = folder) =>
      spooling(on).start({ sink, clock: { now } }, { late: put, ...spool });
    return { clock, away, server, objects, folder, start };
  }

  it("a day ahead and back: each event arrives one way or the other, its number and its chain are whole", async () => {
    const { clock, away, server, objects, start } = await jumping();
    const log = await start();
    clock.now = NOON + DAY_MS;
    const { emitter } = await log.inference(CALL);
    clock.now = NOON + 1_000;
    await log.inference(CALL);
    away.now = false;
    await log.close();
    await server.close();
    const found = [...server.taken, ...late(objects)];
    expect(new Set(numbers(found, emitter.id))).toEqual(new Set(upTo(4)));
    expect(breaks(found, emitter.id)).toEqual([]);
    // It bears tomorrow's date, which the intake would drop.
    expect(numbers(late(objects), emitter.id)).toContain(2);
  });

  it("back by a year before the next start: what was left is delivered, and no number is given twice", async () => {
    const { clock, away, server, objects, folder, start } = await jumping();
    const log = await start({ closeWaitMs: 0 });
    const { emitter } = await log.inference(CALL);
    const left = asKilled(folder);
    await log.close();
    clock.now = NOON - 365 * DAY_MS;
    away.now = false;
    const next = await start({}, left);
    const own = (await next.inference(CALL)).emitter;
    await next.close();
    await server.close();
    // Next year's events to the vault, today's to the intake.
    for (const [lines, id] of [
      [late(objects), emitter.id],
      [server.taken, own.id],
    ] as const) {
      expect(numbers(lines, id)).toEqual(upTo(3));
      expect(breaks(lines, id)).toEqual([]);
    }
  });
});
