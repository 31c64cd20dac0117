import path from "node:path";
import type { LogLine } from "../../../../clients/node";
import { temporaryFolder } from "../../../temporary";
import { startIntake } from "../intake-server";
import type { ApplicationJob } from "./application";
import { startApplication, type RunningApplication } from "./processes";
import { noSmallDisk, smallDisk } from "./small-disk";
import { breaks, numbers } from "./spooling";

/** Applications that are killed, and disks that are full: the same of each language's logger. */

const MINUTE = 60_000;

/** Command of the application, known when the tests run; undefined for the one in Node. */
type Program = (() => readonly string[]) | undefined;

/** A spool, a vault and an intake, for applications that follow one another. */
async function world(program: Program, away = false, folder = path.join(temporaryFolder(), "spool")) {
  const state = { away };
  const intake = await startIntake([], () => (state.away ? { status: 503 } : undefined));
  const vault = temporaryFolder();
  const start = (job: Partial<ApplicationJob>): RunningApplication =>
    startApplication({ folder, vault, intake: intake.url, decisions: 0, ...job }, program?.());
  /** What arrived of the application that was killed. */
  const ofKilled = () => {
    const stop = intake.taken.find(({ art12 }) => "closed_by" in art12.event);
    const id = stop?.art12.event.emitter.id ?? "";
    const lines = intake.taken.filter(({ art12 }) => art12.event.emitter.id === id);
    return {
      lines,
      stop: stop?.art12.event,
      numbers: [...new Set(numbers(lines, id))].sort((a, b) => a - b),
      id,
    };
  };
  return { intake, start, ofKilled, comeBack: () => (state.away = false) };
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
const dropped = (event: LogLine["art12"]["event"] | undefined) =>
  event && "dropped" in event ? event.dropped : 0;

/** Declares the tests. */
export function crashes(program?: () => readonly string[]): void {
  describe("an application killed with SIGKILL", () => {
    it.each<[string, Partial<ApplicationJob>, [said: string, times: number], boolean]>([
      ["when it has just started", {}, ["started", 1], false],
      ["after its first event", {}, ["ok", 1], false],
      ["after forty events, one after the other", {}, ["ok", 40], false],
      ["among many at a time", { atATime: 50 }, ["ok", 175], false],
      ["while the intake is away", { atATime: 3 }, ["ok", 60], true],
      ["while its files change", { segmentBytes: 2_500, atATime: 2 }, ["ok", 60], true],
      ["while its files change and go", { segmentBytes: 2_500, atATime: 2 }, ["ok", 60], false],
    ])(
      "%s loses nothing that was answered: the next one delivers it and ends the chain",
      async (_, job, [said, times], away) => {
        const { intake, start, ofKilled, comeBack } = await world(program, away);
        const first = start({ decisions: 100_000, ...job });
        await first.until(said, times);
        await first.kill();
        const sentBefore = intake.taken.length;
        comeBack();
        const next = start({});
        await next.until("closed");
        await next.end();
        await intake.close();

        const { lines, stop, numbers: arrived, id } = ofKilled();
        const last = stop!.emitter.sequence;
        expect(arrived).toEqual(upTo(last));
        expect(breaks(lines, id)).toEqual([]);
        for (const number of first.answered()) expect(number).toBeLessThan(last);
        // Not answered, yet on disk already: no more than was under way.
        expect(last - 1 - Math.max(1, ...first.answered())).toBeLessThanOrEqual(job.atATime ?? 1);
        // Sent twice is what was on its way when it was killed, and counts once: its bytes are the same.
        expect(new Set(lines.map(({ art12 }) => art12.entry)).size).toBe(last);
        expect(lines.length - last).toBeLessThanOrEqual(away ? 0 : Math.min(500, sentBefore));
        expect(dropped(stop)).toBe(0);
      },
      2 * MINUTE,
    );

    it(
      "may as well end without closing its logger: nothing of it goes on running",
      async () => {
        const { intake, start, ofKilled, comeBack } = await world(program, true);
        const first = start({ decisions: 20, closes: false });
        await first.end();
        expect(first.answered()).toHaveLength(20);
        comeBack();
        const next = start({});
        await next.until("closed");
        await next.end();
        await intake.close();
        expect(ofKilled().numbers).toEqual(upTo(22));
      },
      2 * MINUTE,
    );

    it(
      "that is told to end, and closes its logger then, leaves nothing behind",
      async () => {
        const { intake, start } = await world(program);
        const first = start({ decisions: 100_000, pauseMs: 2, closesOnSigterm: true });
        await first.until("ok", 20);
        first.signal("SIGTERM");
        await first.until("closed");
        await first.end();
        await intake.close();
        const { id } = intake.taken[0]!.art12.event.emitter;
        const arrived = numbers(intake.taken, id);
        expect(arrived).toEqual(upTo(arrived.length));
        expect(arrived.length).toBeGreaterThanOrEqual(2 + first.answered().length);
        expect(intake.taken.at(-1)?.art12.event).toMatchObject({ type: "emitter_stop" });
        expect(intake.taken.at(-1)?.art12.event).not.toHaveProperty("closed_by");
      },
      2 * MINUTE,
    );

    it(
      "keeps its spool to itself until it is dead, even while it is stopped",
      async () => {
        const { intake, start } = await world(program);
        const first = start({ decisions: 100_000, pauseMs: 5 });
        await first.until("ok", 3);
        const second = start({});
        await second.until("failed spool-in-use");
        first.signal("SIGSTOP");
        const third = start({});
        await third.until("failed spool-in-use");
        await first.kill();
        const fourth = start({});
        await fourth.until("closed");
        await fourth.end();
        await intake.close();
      },
      2 * MINUTE,
    );
  });

  // The limit of a file's size stands for the disk's end: what is written beyond it fails in the middle of a write.
  describe("on a disk that is full", () => {
    const FULL = 20_000;

    it(
      "a fail-closed application is told no, uses no number for that, and loses nothing",
      async () => {
        const { intake, start, ofKilled, comeBack } = await world(program, true);
        const first = start({ decisions: 100_000, pauseMs: 1 });
        await first.until("ok", 5);
        first.limitFiles(FULL);
        await first.until("no spool-unwritable", 10);
        first.limitFiles("unlimited");
        await first.until("ok", first.answered().length + 10);
        await first.kill();
        const answered = first.answered();
        expect(answered).toEqual(answered.map((_, index) => index + 2));

        comeBack();
        const next = start({});
        await next.until("closed");
        await next.end();
        await intake.close();
        const { stop, numbers: arrived, lines, id } = ofKilled();
        expect(arrived).toEqual(upTo(stop!.emitter.sequence));
        expect(breaks(lines, id)).toEqual([]);
        expect(stop!.emitter.sequence - 1 - answered.at(-1)!).toBeLessThanOrEqual(1);
        expect(dropped(stop)).toBe(0);
      },
      2 * MINUTE,
    );

    it(
      "a fail-open application goes on, and the log says exactly how much is lost",
      async () => {
        const { intake, start } = await world(program);
        const first = start({ decisions: 300, pauseMs: 1, whenLogCannotBeWritten: "fail-open" });
        await first.until("ok", 5);
        first.limitFiles(FULL);
        await first.until("fault events-dropped", 10);
        first.limitFiles("unlimited");
        await first.until("closed");
        await first.end();
        await intake.close();

        const [, last, lost] = /^closed ([0-9]+) ([0-9]+)$/.exec(first.said.at(-1)!)!.map(Number);
        expect(first.answered()).toHaveLength(300);
        const { id } = intake.taken[0]!.art12.event.emitter;
        const arrived = numbers(intake.taken, id);
        expect(lost).toBeGreaterThanOrEqual(10);
        expect(arrived.length).toBe(last! - lost!);
        expect(breaks(intake.taken, id)).toEqual([
          { kind: "gap", sequence: expect.any(Number), missing: lost },
        ]);
        expect(dropped(intake.taken.at(-1)?.art12.event)).toBe(lost);
      },
      2 * MINUTE,
    );

    it(
      "a fail-open application that is killed has still said how much is lost: the next one tells it",
      async () => {
        const { intake, start, ofKilled } = await world(program);
        const first = start({ decisions: 100_000, pauseMs: 1, whenLogCannotBeWritten: "fail-open" });
        await first.until("ok", 5);
        first.limitFiles(FULL);
        await first.until("fault events-dropped", 25);
        await first.kill();
        const next = start({});
        await next.until("closed");
        await next.end();
        await intake.close();

        const { stop, numbers: arrived, lines, id } = ofKilled();
        const lost = dropped(stop)!;
        const answered = first.answered().at(-1)!;
        const written = arrived.at(-2)!;
        expect(arrived).toEqual([...upTo(written), stop!.emitter.sequence]);
        expect(lost).toBe(stop!.emitter.sequence - 1 - written);
        expect(breaks(lines, id)).toEqual([{ kind: "gap", sequence: stop!.emitter.sequence, missing: lost }]);
        expect(stop!.emitter.sequence - 1 - answered).toBeLessThanOrEqual(1);
        expect(stop!.emitter.sequence - 1 - answered).toBeGreaterThanOrEqual(0);
      },
      2 * MINUTE,
    );
  });

  // The same on a file system that really ends: there neither a file nor a folder can be made any more, either.
  const reason = noSmallDisk();
  const onSmallDisk = reason === undefined ? describe : describe.skip;
  if (reason !== undefined) process.stderr.write(`SKIPPED: an application on a small disk: ${reason}\n`);

  onSmallDisk("on a small disk that is full", () => {
    /** An intake that is away, and a disk that holds some dozen events. */
    async function smallWorld() {
      const disk = await smallDisk(256);
      const { comeBack, ...rest } = await world(program, true, path.join(disk.folder, "spool"));
      return { ...rest, disk, comeBack };
    }

    it(
      "a fail-closed application is told no, goes on when there is space again, and the next one delivers all of it",
      async () => {
        const { intake, start, ofKilled, comeBack, disk } = await smallWorld();
        const first = start({ decisions: 100_000, atATime: 3, pauseMs: 1, segmentBytes: 8_000 });
        await first.until("ok", 20);
        disk.fill();
        await first.until("no spool-unwritable", 30);
        const before = first.answered().length;
        disk.free();
        await first.until("ok", before + 20);
        disk.fill();
        await first.until("no spool-unwritable", 60);
        await first.kill();
        const answered = first.answered();

        // On the full disk: not even its own chain can be begun, for as long as nothing of what was left is delivered.
        const early = start({ whenLogCannotBeWritten: "fail-closed" });
        await early.until("failed spool-unwritable");
        comeBack();
        disk.free();
        const next = start({});
        await next.until("closed");
        await next.end();
        await intake.close();
        await disk.remove();
        const { stop, numbers: arrived, lines, id } = ofKilled();
        expect(arrived).toEqual(upTo(stop!.emitter.sequence));
        expect(breaks(lines, id)).toEqual([]);
        for (const number of answered) expect(number).toBeLessThan(stop!.emitter.sequence);
        expect(new Set(answered).size).toBe(answered.length);
        expect(dropped(stop)).toBe(0);
      },
      2 * MINUTE,
    );

    it(
      "a fail-open application goes on, and what it lost is counted to the last one",
      async () => {
        const { intake, start, comeBack, disk } = await smallWorld();
        const first = start({ decisions: 400, pauseMs: 1, whenLogCannotBeWritten: "fail-open" });
        await first.until("ok", 10);
        disk.fill();
        await first.until("fault events-dropped", 20);
        comeBack();
        disk.free();
        await first.until("closed");
        await first.end();
        await intake.close();
        await disk.remove();
        const [, last, lost] = /^closed ([0-9]+) ([0-9]+)$/.exec(first.said.at(-1)!)!.map(Number);
        expect(first.answered()).toHaveLength(400);
        expect(first.said.filter((line) => line === "fault drop-not-recorded")).toEqual([]);
        const { id } = intake.taken[0]!.art12.event.emitter;
        expect(lost).toBeGreaterThanOrEqual(20);
        expect(new Set(numbers(intake.taken, id)).size).toBe(last! - lost!);
        expect(dropped(intake.taken.at(-1)?.art12.event)).toBe(lost);
      },
      2 * MINUTE,
    );
  });
}
