import { writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { datadogIntake, type LogLine, type PutOnce } from "../../../../clients/node";
import { classifyKey, readObject, type ArchivedEntry } from "../../../../evidence/archive";
import { temporaryFolder } from "../../../temporary";
import { startIntake, type Answer } from "../intake-server";
import { CALL } from "../logger-options";
import { asKilled, spooling, until, vault } from "./spooling";

const HOUR_MS = 3_600_000;
const NOON = Date.parse("2026-11-24T12:30:00.000Z");

/** Reads an object as a reader of the archive does. */
async function readAs(key: string, bytes: Uint8Array) {
  const file = path.join(temporaryFolder(), "object");
  writeFileSync(file, bytes);
  const entries: ArchivedEntry[] = [];
  const findings: unknown[] = [];
  const visitor = {
    entry: (entry: ArchivedEntry) => void entries.push(entry),
    finding: (finding: unknown) => void findings.push(finding),
  };
  await readObject(file, { key, versionId: "1" }, visitor);
  return { entries, findings };
}

/** An application before Datadog's intake, at a time that the test sets. `away` answers come first. */
async function beforeIntake(put: PutOnce, away = 0, refuse?: (lines: LogLine[]) => Answer | undefined) {
  const answers: Answer[] = Array.from({ length: away }, () => ({ status: 503 }));
  const server = await startIntake(answers, refuse);
  const clock = { now: NOON };
  const now = () => clock.now;
  const sink = datadogIntake({ apiKey: "key", url: server.url, attempts: 1, now });
  const { folder, faults } = spooling();
  const start = (on = folder) =>
    spooling(on).start({ sink, clock: { now } }, { late: put, onFault: (fault) => void faults.push(fault) });
  const comeBack = () => void (answers.length = 0);
  const told = (code: string) => faults.filter((fault) => fault.code === code).length;
  return { server, clock, folder, start, comeBack, told };
}

/** Numbers of the events that the intake took. */
const numbersIn = (lines: readonly LogLine[]) => lines.map(({ art12 }) => art12.event.emitter.sequence);

const AWAY = 100_000;

describe("events that the intake does not take any more", () => {
  it("go to the vault after a day without the intake, by their hour, as an archive has them; younger ones to the intake", async () => {
    const { objects, put } = vault();
    const { server, clock, start, comeBack, told } = await beforeIntake(put, AWAY);
    const log = await start();
    await log.inference(CALL);
    clock.now += HOUR_MS;
    await Promise.all([log.inference(CALL), log.heartbeat()]);
    await until(() => server.requests.length > 3, "the intake was asked");
    expect(objects.size).toBe(0);

    clock.now = NOON + 24 * HOUR_MS;
    await until(() => objects.size === 2, "the old ones are in the vault");
    await log.inference(CALL);
    comeBack();
    await log.close();
    await server.close();

    expect(numbersIn(server.taken)).toEqual([5, 6]);
    expect([...objects.keys()]).toEqual([
      expect.stringMatching(name("12", "123000", 1, 2)),
      expect.stringMatching(name("13", "133000", 3, 4)),
    ]);
    const sequences: number[] = [];
    for (const [key, bytes] of objects) {
      expect(classifyKey("late", key)).toEqual({ kind: "archive", day: "2026-11-24" });
      const { entries, findings } = await readAs(key, bytes);
      expect(findings).toEqual([]);
      expect(entries.map(({ viewAltered }) => viewAltered)).toEqual([false, false]);
      sequences.push(...entries.map(({ facts }) => facts.sequence));
    }
    expect(sequences).toEqual([1, 2, 3, 4]);
    expect([told("late-failed"), told("late-key-taken"), told("events-dropped")]).toEqual([0, 0, 0]);
  });

  it("have in the vault the parts of an archived log, and its tags", async () => {
    const { objects, put } = vault();
    const { server, clock, start, comeBack } = await beforeIntake(put, AWAY);
    const log = await start();
    clock.now += 20 * HOUR_MS;
    await until(() => objects.size === 1, "it is in the vault");
    const [line] = gunzipSync([...objects.values()][0]!)
      .toString()
      .split("\n");
    expect(JSON.parse(line!)).toMatchObject({
      date: new Date(NOON).toISOString(),
      service: "credit-scoring",
      source: "ai-act-evidence",
      status: "info",
      tags: expect.arrayContaining(["compliance.art12:true", "env:sandbox"]),
      attributes: { art12: { event: { type: "emitter_start" } } },
    });
    comeBack();
    await log.close();
    await server.close();
  });

  it.each([
    ["an hour before they are too old", 17 * HOUR_MS + 1, [1, 2], ["1-1", "2-2"]],
    ["and not before", 17 * HOUR_MS, [1, 1, 2, 2], []],
  ])(
    "go to the vault %s: what comes too late to the intake is dropped there without a word",
    async (_, age, taken, late) => {
      const { objects, put } = vault();
      const { server, clock, start, folder, comeBack } = await beforeIntake(put, AWAY);
      const log = await start();
      const left = asKilled(folder);
      comeBack();
      await log.close();
      clock.now += age;
      server.taken.length = 0;
      await (await start(left)).close();
      await server.close();
      // The spool that was left is sent beside the new one: the two have no order between them.
      expect(numbersIn(server.taken).toSorted()).toEqual(taken);
      expect([...objects.keys()].map(range)).toEqual(late);
    },
  );

  it("wait where the vault is away, too: nothing is lost, and nothing is put twice", async () => {
    const { objects, put } = vault(["fail", "fail", "fail"]);
    const { server, clock, start, comeBack, told } = await beforeIntake(put, AWAY);
    const log = await start();
    clock.now += 24 * HOUR_MS;
    await until(() => objects.size === 1, "it is in the vault");
    comeBack();
    await log.close();
    await server.close();
    expect([told("late-failed"), told("late-key-taken"), objects.size]).toEqual([3, 0, 1]);
    expect(numbersIn(server.taken)).toEqual([2]);
  });

  it("are known for its own by the process whose put was answered by nobody", async () => {
    const { objects, put } = vault(["lose-the-answer"]);
    const { server, clock, start, comeBack, told } = await beforeIntake(put, AWAY);
    const log = await start();
    clock.now += 24 * HOUR_MS;
    await until(() => told("late-failed") === 1, "the put has failed");
    comeBack();
    await log.close();
    await server.close();
    expect([objects.size, told("late-key-taken")]).toEqual([1, 0]);
    expect(numbersIn(server.taken)).toEqual([2]);
  });

  it("count as put when the process before put them and was killed before it could note that; this is said", async () => {
    const { objects, put } = vault();
    const { server, clock, start, folder, comeBack, told } = await beforeIntake(put, AWAY);
    const log = await start();
    await log.inference(CALL);
    const left = asKilled(folder);
    clock.now += 24 * HOUR_MS;
    await until(() => objects.size === 1, "they are in the vault");
    comeBack();
    await log.close();
    await (await start(left)).close();
    await server.close();
    expect([...objects.keys()].map(range)).toEqual(["1-2", "3-3"]);
    expect(told("late-key-taken")).toBe(1);
  });

  it.each([400, 413])(
    "go to the vault alone when the intake refuses one for what is in it (%i), and the others do not",
    async (status) => {
      const { objects, put } = vault();
      const refuse = (lines: LogLine[]) =>
        lines.some(({ art12 }) => art12.entry.includes("threshold_review")) ? { status } : undefined;
      const { server, start } = await beforeIntake(put, 0, refuse);
      const log = await start();
      const oversight = { required: true, override: true, reviewer: "r", reason: "threshold_review" };
      const calls = Array.from({ length: 9 }, (_, index) =>
        log.inference({ ...CALL, oversight: index === 4 ? oversight : CALL.oversight }),
      );
      await Promise.all(calls);
      await log.close();
      await server.close();
      expect([...objects.keys()]).toEqual([expect.stringContaining("000000000006-000000000006")]);
      expect(numbersIn(server.taken)).toEqual([1, 2, 3, 4, 5, 7, 8, 9, 10, 11]);
    },
  );
});

/** First and last number of an object's events, by its key. */
function range(key: string): string {
  const [, first, last] = /\.0*([0-9]+)-0*([0-9]+)\.json\.gz$/.exec(key)!;
  return `${first}-${last}`;
}

function name(hour: string, clock: string, first: number, last: number): RegExp {
  const range = [first, last].map((number) => String(number).padStart(12, "0")).join("-");
  return new RegExp(
    `^late/dt=20261124/hour=${hour}/archive_${clock}\\.0000\\.credit-scoring\\.[0-9a-f-]{36}\\.${range}\\.json\\.gz$`,
  );
}
