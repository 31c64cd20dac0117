import fc from "fast-check";
import { generateKeyPairSync } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { pemCheckpointSigner, type Art12Event, type Art12Logger } from "../../../../clients/node";
import { logLine } from "../../../../clients/node/log-line";
import { batchBytes, batchesIn, lineOfEntry } from "../../../../clients/node/spool/batch";
import { openLeftChain } from "../../../../clients/node/spool/left-chain";
import { checkLogLine } from "../../../../evidence/event";
import { temporaryFolder } from "../../../temporary";
import { CALL } from "../logger-options";
import { asKilled, breaks, bytesOf, numbers, segments, spooling, until } from "./spooling";

const decide = (log: Art12Logger, index: number): Promise<Art12Event> =>
  log.inference({ ...CALL, input: { index } });
const beat = (log: Art12Logger): Promise<Art12Event> => log.heartbeat();

/** An application that is killed with nothing delivered: a start, and batches of so many events. */
async function killed(batches: readonly number[], spool = {}, record = decide) {
  const { intake, start, folder } = spooling();
  intake.goAway();
  const log = await start({}, { closeWaitMs: 0, ...spool });
  const ends = [bytesOf(segments(folder))];
  let id = "";
  for (const size of batches) {
    const calls = Array.from({ length: size }, (_, index) => record(log, index));
    id = (await Promise.all(calls))[0]!.emitter.id;
    ends.push(bytesOf(segments(folder)));
  }
  const left = asKilled(folder);
  await log.close();
  return { left, id, ends };
}

/** Starts the next process on a folder, lets it deliver, and gives what arrived. */
async function delivered(folder: string) {
  const next = spooling(folder);
  await (await next.start()).close();
  return { lines: next.intake.taken, faults: next.faults.map(({ code }) => code) };
}

/** Opens the only segment of a killed process's chain as it would be with these bytes. */
async function reopened(file: string, state: string, bytes: Buffer, clean: Buffer) {
  writeFileSync(file, bytes);
  writeFileSync(state, clean);
  return openLeftChain(path.dirname(file), 1e6, () => undefined);
}

/** What stands on disk of how far a spool's only chain is delivered. */
const stateIn = (folder: string): string =>
  readFileSync(path.join(path.dirname(segments(folder)[0]!), "state"), "utf8");

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe("a process that starts on what a killed one left", () => {
  it("delivers it as it was written, ends its chain there, and begins one of its own", async () => {
    const { left, id } = await killed([1, 3, 1], { segmentBytes: 3_000 });
    expect(segments(left).length).toBeGreaterThan(1);
    const { lines, faults } = await delivered(left);
    expect(faults).toEqual([]);
    expect(numbers(lines, id)).toEqual(upTo(7));
    expect(breaks(lines, id)).toEqual([]);
    const [decision, stop] = lines.filter(({ art12 }) => art12.event.emitter.id === id).slice(-2);
    expect(stop?.art12.event).toMatchObject({ type: "emitter_stop", closed_by: "successor" });
    expect(stop?.art12.event.time).toBe(decision?.art12.event.time);
    expect(lines.map((line) => checkLogLine(line).ok)).toEqual(lines.map(() => true));
    const own = lines.find(({ art12 }) => art12.event.emitter.id !== id)!.art12.event;
    expect(own).toMatchObject({ type: "emitter_start", emitter: { sequence: 1 } });
    expect(readdirSync(path.join(left, "chains"))).toEqual([]);
  });

  it("does not send again what the killed one had delivered", async () => {
    const { intake, start, folder } = spooling();
    const log = await start();
    const { emitter } = await log.inference(CALL);
    await until(() => stateIn(folder).includes('"sequence":2,'), "it is on disk that both are delivered");
    intake.goAway();
    await log.inference(CALL);
    const left = asKilled(folder);
    const { lines } = await delivered(left);
    expect(numbers(lines, emitter.id)).toEqual([3, 4]);
    intake.comeBack();
    await log.close();
  });

  it("gives the chain one end, however often the next process is killed, too", async () => {
    const first = await killed([2]);
    let folder = first.left;
    for (let times = 0; times < 3; times++) {
      const { intake, start, folder: same } = spooling(folder);
      intake.goAway();
      const log = await start({}, { closeWaitMs: 0 });
      folder = asKilled(same);
      await log.close();
    }
    const { lines } = await delivered(folder);
    expect(numbers(lines, first.id)).toEqual(upTo(4));
    const emitters = new Set(lines.map(({ art12 }) => art12.event.emitter.id));
    expect(emitters.size).toBe(5);
    for (const emitter of emitters) expect(breaks(lines, emitter)).toEqual([]);
  });

  it("signs a checkpoint of the end that it gives the chain", async () => {
    const { left, id } = await killed([2]);
    const pem = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
      type: "pkcs8",
      format: "pem",
    });
    const keys: string[] = [];
    const put = async (key: string) => {
      keys.push(key);
      return "written" as const;
    };
    const checkpoints = { signer: pemCheckpointSigner(pem.toString()), put };
    await (await spooling(left).start({ checkpoints })).close();
    expect(keys.map((key) => key.split("/").at(-1))).toContain(`${id}.000000000004.dsse.json`);
  });

  it("says nothing was dropped where nothing was, and how much where something was", async () => {
    const { intake, start, folder } = spooling();
    intake.goAway();
    const log = await start({}, { whenLogCannotBeWritten: "fail-open", maxBytes: 65_536, closeWaitMs: 0 });
    let last = 0;
    for (let count = 0; count < 100; count++) last = (await log.inference(CALL)).emitter.sequence;
    const { dropped } = log;
    const left = asKilled(folder);
    await log.close();

    const { lines } = await delivered(left);
    const { id } = lines[0]!.art12.event.emitter;
    const stop = lines.filter(({ art12 }) => art12.event.emitter.id === id).at(-1)!.art12.event;
    expect(stop).toMatchObject({ closed_by: "successor", dropped, emitter: { sequence: last + 1 } });
    expect(breaks(lines, id)).toEqual([{ kind: "gap", sequence: last + 1, missing: dropped }]);
  });
});

describe("a write that was cut off", () => {
  it("at whatever byte: what was answered arrives, the rest of that write does not, and no number is used twice", async () => {
    const { left, id, ends } = await killed([2], {}, beat);
    const [file] = segments(left) as [string];
    const size = statSync(file).size;
    expect(size).toBe(ends.at(-1));
    const whole = readFileSync(file);
    const state = path.join(path.dirname(file), "state");
    const clean = readFileSync(state);
    for (let bytes = 0; bytes <= size; bytes++) {
      const { chain, stop } = (await reopened(file, state, whole.subarray(0, bytes), clean)) ?? {};
      const answered = ends.filter((end) => end <= bytes).length;
      const expected = [0, 1, 3][answered]!;
      const events = (await chain?.next(100)) ?? [];
      await chain?.close();
      expect([bytes, ...events.map(({ line }) => line.art12.event.emitter.sequence)]).toEqual([
        bytes,
        ...upTo(expected),
      ]);
      expect(stop?.art12.event.emitter.sequence).toBe(expected === 0 ? undefined : expected + 1);
      expect(stop?.art12.event.emitter.prev).toBe(events.at(-1)?.line.art12.entry_sha256);
    }
    truncateSync(file, ends[0]! + 10);
    const { lines, faults } = await delivered(left);
    expect(numbers(lines, id)).toEqual([1, 2]);
    expect(faults).toEqual(["torn-end"]);
  });

  it("with bytes of it missing in the middle, as after a power cut, is left out whole", async () => {
    const { left, id, ends } = await killed([1, 3]);
    const [file] = segments(left) as [string];
    const bytes = readFileSync(file);
    bytes.fill(0, ends[1]! + 100, ends[1]! + 140);
    writeFileSync(file, bytes);
    const { lines, faults } = await delivered(left);
    expect(numbers(lines, id)).toEqual([1, 2, 3]);
    expect(faults).toEqual(["torn-end"]);
  });
});

describe("a spool that was damaged", () => {
  it("loses the event that is damaged and no other, says so, and the chain shows the gap", async () => {
    const { left, id, ends } = await killed([1, 1, 1]);
    const [file] = segments(left) as [string];
    const whole = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: ends[1]!, max: ends[2]! - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const copy = path.join(temporaryFolder(), "spool");
          cpSync(left, copy, { recursive: true });
          const bytes = Buffer.from(whole);
          bytes[at]! ^= flip;
          writeFileSync(path.join(copy, path.relative(left, file)), bytes);
          const { lines } = await delivered(copy);
          expect(numbers(lines, id)).toEqual([1, 2, 4, 5]);
          expect(breaks(lines, id)).toEqual([{ kind: "gap", sequence: 4, missing: 1 }]);
        },
      ),
      {
        numRuns: 25,
        examples: [
          [ends[2]! - 1, 1],
          [ends[1]!, 1],
          [ends[1]! + 65, 1],
          [ends[1]! + 67, 2],
        ],
      },
    );
  });

  it("delivers the event that was answered where a write before it left another one with its number", async () => {
    const { left, id } = await killed([1, 1, 1], { segmentBytes: 1_000 });
    const [first, second] = segments(left) as [string, string];
    const [last] = [...batchesIn(readFileSync(first))].at(-1)!;
    const { event } = lineOfEntry(last!.entry!.text)!.art12;
    const emitter = { ...event.emitter, sequence: event.emitter.sequence + 1 };
    // Neither cutting it off nor removing it worked, so another file was begun, whose name says from where it holds.
    appendFileSync(first, batchBytes([logLine({ ...event, emitter } as Art12Event)]));
    expect(path.basename(second)).toBe(`${String(emitter.sequence).padStart(12, "0")}.segment`);
    const { lines } = await delivered(left);
    expect(numbers(lines, id)).toEqual(upTo(5));
    expect(breaks(lines, id)).toEqual([]);
  });

  it.each([
    ["gone", (state: string) => rmSync(state)],
    ["empty", (state: string) => truncateSync(state, 0)],
    ["of another program", (state: string) => writeFileSync(state, "{}".repeat(3_000))],
  ])("delivers all of it once more when its own state is %s", async (_, harm) => {
    const { left, id } = await killed([2]);
    harm(path.join(path.dirname(segments(left)[0]!), "state"));
    const { lines } = await delivered(left);
    expect(numbers(lines, id)).toEqual(upTo(4));
  });

  it("takes the older state when the newer was cut off", async () => {
    const { start, folder } = spooling();
    const log = await start();
    await log.inference(CALL);
    const { emitter } = await log.inference(CALL);
    await until(() => stateIn(folder).includes('"sequence":3,'), "it is on disk that all are delivered");
    const left = asKilled(folder);
    await log.close();
    const file = path.join(path.dirname(segments(left)[0]!), "state");
    const state = readFileSync(file);
    const newer = state.indexOf('"sequence":3') < 512 ? 0 : 4096;
    state.fill(0, newer + 80, newer + 200);
    writeFileSync(file, state);
    const { lines } = await delivered(left);
    expect(numbers(lines, emitter.id).slice(-2)).toEqual([3, 4]);
    expect(numbers(lines, emitter.id).length).toBeLessThan(4);
  });
});
