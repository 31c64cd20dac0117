import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  Art12DeliveryError,
  datadogIntake,
  pemCheckpointSigner,
  type SpoolOptions,
} from "../../../../clients/node";
import { temporaryFolder } from "../../../temporary";
import { startIntake, type Answer } from "../intake-server";
import { CALL } from "../logger-options";
import { breaks, bytesOf, numbers, segments, spooling, until } from "./spooling";

const refusal = (status: number) =>
  new Art12DeliveryError({ code: "no", needed: "no", fix: "no", delivered: "no", status });

describe("the spool", () => {
  it("answers a call once the event is on disk, and delivers in order when the intake is back", async () => {
    const { intake, start, folder } = spooling();
    intake.goAway();
    const log = await start();
    const calls = Array.from({ length: 1_200 }, (_, index) => log.inference({ ...CALL, input: { index } }));
    const events = await Promise.all(calls);
    const { id } = events[0]!.emitter;
    expect(events.map(({ emitter }) => emitter.sequence)).toEqual(calls.map((_, index) => index + 2));
    expect(intake.taken).toEqual([]);

    intake.comeBack();
    await log.close();
    expect(numbers(intake.taken, id)).toEqual(Array.from({ length: 1_202 }, (_, index) => index + 1));
    expect(breaks(intake.taken, id)).toEqual([]);
    expect(segments(folder)).toEqual([]);
  });

  it("keeps files small, and removes each when all of it is delivered", async () => {
    const { intake, start, folder } = spooling();
    intake.goAway();
    const log = await start({}, { segmentBytes: 4_000 });
    for (let count = 0; count < 20; count++) await log.inference(CALL);
    const waiting = segments(folder);
    expect(waiting.length).toBeGreaterThan(3);
    intake.comeBack();
    await until(() => intake.taken.length === 21, "all are delivered");
    await until(() => segments(folder).length === 1, "delivered files are gone");
    expect(segments(folder)).toEqual(waiting.slice(-1));
    await log.close();
    expect(numbers(intake.taken, intake.taken[0]!.art12.event.emitter.id)).toHaveLength(22);
  });

  it.each<{ name: string; script: Answer[] }>([
    { name: "429", script: [{ status: 429 }, { status: 429 }] },
    { name: "500", script: [{ status: 500 }, { status: 503 }] },
    { name: "no answer in time", script: ["never"] },
    { name: "a broken connection", script: ["hang up", "hang up"] },
    { name: "a key that is not known", script: [{ status: 403 }, { status: 403 }, { status: 403 }] },
  ])("delivers everything after $name, and fails no call", async ({ script }) => {
    const server = await startIntake([...script]);
    const { start, faults } = spooling();
    const sink = datadogIntake({ apiKey: "key", url: server.url, attempts: 1, timeoutMs: 3_000 });
    const log = await start({ sink }, { late: async () => "written" });
    await Promise.all([log.inference(CALL), log.inference(CALL)]);
    await log.close();
    await server.close();
    const lines = server.requests.slice(script.length).flatMap((request) => request.lines);
    expect(lines.map(({ art12 }) => art12.event.emitter.sequence)).toEqual([1, 2, 3, 4]);
    expect(faults.map(({ code }) => code)).toEqual(script.map(() => "delivery-failed"));
  });

  it("lets one process alone work on a folder, and the next one when it is gone", async () => {
    const { start, folder } = spooling();
    const log = await start();
    const second = spooling(folder);
    await expect(second.start()).rejects.toMatchObject({
      name: "Art12ConfigError",
      code: "spool-in-use",
      field: "spool.folder",
    });
    await log.inference(CALL);
    await log.close();
    await (await second.start()).close();
  });

  it("lets at most one of many that start together have the folder", async () => {
    const { start } = spooling();
    const logs = await Promise.allSettled(Array.from({ length: 6 }, () => start()));
    const alive = logs.flatMap((log) => (log.status === "fulfilled" ? [log.value] : []));
    expect(alive.length).toBeLessThanOrEqual(1);
    for (const log of alive) await log.close();
    await (await start()).close();
  });

  it("keeps what is not delivered when it is closed, and says so", async () => {
    const { intake, start, faults } = spooling();
    intake.goAway();
    const log = await start({}, { closeWaitMs: 20 });
    const { emitter } = await log.inference(CALL);
    await log.close();
    expect(faults.at(-1)).toMatchObject({ code: "left-in-spool" });
    intake.comeBack();
    await (await start()).close();
    expect(numbers(intake.taken, emitter.id)).toEqual([1, 2, 3]);
    expect(intake.taken[2]?.art12.event).not.toHaveProperty("closed_by");
  });

  it("does not wait out a long pause when it is closed", async () => {
    const { intake, start, faults } = spooling();
    intake.goAway();
    const log = await start({}, { retryDelayMs: 60_000 });
    await until(() => faults.length === 1, "the first try has failed");
    await log.inference(CALL);
    intake.comeBack();
    await log.close();
    expect(intake.taken).toHaveLength(3);
  });

  it("refuses events that break the schema before it writes anything", async () => {
    const { start, folder } = spooling();
    const log = await start();
    const before = bytesOf(segments(folder));
    const text = "x".repeat(1_100_000);
    await expect(log.inference({ ...CALL, output: { decision: text } })).rejects.toMatchObject({
      name: "Art12VocabularyError",
    });
    await expect(log.inference({ ...CALL, traceId: text })).rejects.toMatchObject({
      code: "schema-violation",
    });
    expect(bytesOf(segments(folder))).toBe(before);
    expect((await log.inference({ ...CALL, input: { text } })).emitter.sequence).toBe(2);
    await log.close();
  });
});

describe("a log that cannot be written", () => {
  it("fails the call where the system is fail-closed: no number is used, and none is missing later", async () => {
    const { intake, start } = spooling();
    intake.goAway();
    const log = await start({}, { maxBytes: 65_536 });
    const refused: unknown[] = [];
    const written: number[] = [];
    for (let count = 0; count < 120; count++)
      await log.inference(CALL).then(
        ({ emitter }) => written.push(emitter.sequence),
        (error: unknown) => refused.push(error),
      );
    expect(written).toEqual(written.map((_, index) => index + 2));
    expect(refused.length + written.length).toBe(120);
    expect(refused.length).toBeGreaterThan(20);
    expect(refused[0]).toMatchObject({ name: "Art12DeliveryError", code: "spool-full", delivered: "no" });

    intake.comeBack();
    await until(() => intake.taken.length === 1 + written.length, "the spool is empty");
    const { emitter } = await log.inference(CALL);
    expect(emitter.sequence).toBe(written.length + 2);
    await log.close();
    expect(breaks(intake.taken, emitter.id)).toEqual([]);
    expect(log.dropped).toBe(0);
  });

  it("lets the application go on where it is fail-open, and the chain and a heartbeat say what is lost", async () => {
    const { intake, start, faults } = spooling();
    intake.goAway();
    const log = await start({}, { whenLogCannotBeWritten: "fail-open", maxBytes: 65_536 });
    const events = [];
    for (let count = 0; count < 120; count++) events.push(await log.inference(CALL));
    const { dropped } = log;
    expect(dropped).toBeGreaterThan(20);
    expect(faults.filter(({ code }) => code === "events-dropped")).toHaveLength(dropped);
    expect(events.map(({ emitter }) => emitter.sequence)).toEqual(events.map((_, index) => index + 2));

    intake.comeBack();
    const { id } = events[0]!.emitter;
    await until(() => intake.taken.length === 121 - dropped, "the spool is empty");
    await log.inference(CALL);
    await log.close();
    expect(breaks(intake.taken, id)).toEqual([{ kind: "gap", sequence: 122, missing: dropped }]);
    const [inference, heartbeat, stop] = intake.taken.slice(-3).map(({ art12 }) => art12.event);
    expect(inference).toMatchObject({ type: "inference", emitter: { sequence: 122 } });
    expect(heartbeat).toMatchObject({ type: "emitter_heartbeat", dropped });
    expect(stop).toMatchObject({ type: "emitter_stop", dropped });
    expect(intake.taken[0]?.art12.event).toMatchObject({ when_log_cannot_be_written: "fail-open" });
  });

  it("does not answer a call from a folder that somebody removed, where it is fail-closed", async () => {
    const { intake, start, folder } = spooling();
    intake.goAway();
    const log = await start({}, { closeWaitMs: 0 });
    await log.inference(CALL);
    rmSync(folder, { recursive: true });
    for (let again = 0; again < 2; again++)
      await expect(log.inference(CALL)).rejects.toMatchObject({ code: "spool-unwritable" });
    await log.close().catch(() => undefined);
  });

  it("does not start on a folder that cannot be made, where it is fail-closed", async () => {
    const file = path.join(temporaryFolder(), "a-file");
    writeFileSync(file, "");
    await expect(spooling(path.join(file, "spool")).start()).rejects.toMatchObject({
      name: "Art12DeliveryError",
      code: "spool-unwritable",
      delivered: "no",
    });
  });

  it("starts on it where it is fail-open, counts what is lost, and writes once the folder can be had", async () => {
    const place = path.join(temporaryFolder(), "place");
    writeFileSync(place, "");
    const { intake, start, faults } = spooling(path.join(place, "spool"));
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const keys: string[] = [];
    const put = async (key: string) => (keys.push(key), "written" as const);
    const checkpoints = { signer: pemCheckpointSigner(pem), put, everyEvents: 1 };
    const log = await start({ checkpoints }, { whenLogCannotBeWritten: "fail-open" });
    await log.inference(CALL);
    expect(log.dropped).toBe(2);
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(["events-dropped", "drop-not-recorded"]));

    rmSync(place);
    mkdirSync(place);
    const { emitter } = await log.inference(CALL);
    await log.close();
    expect(numbers(intake.taken, emitter.id)).toEqual([3, 4, 5]);
    // Of what nobody could learn, should this process be killed, there is none.
    expect(keys.map((key) => Number(key.split(".").at(-3))).sort()[0]).toBe(3);
    expect(intake.taken[1]?.art12.event).toMatchObject({ type: "emitter_heartbeat", dropped: 2 });
  });
});

describe("options of the spool", () => {
  it.each([
    ["folder", { folder: "" }],
    ["folder", { folder: path.join(temporaryFolder(), "x".repeat(120)) }],
    ["whenLogCannotBeWritten", { whenLogCannotBeWritten: "fail" }],
    ["maxBytes", { maxBytes: 1_000 }],
    ["segmentBytes", { maxBytes: 100_000, segmentBytes: 50_000 }],
    ["retryDelayMs", { retryDelayMs: -1 }],
    ["closeWaitMs", { closeWaitMs: 1e9 }],
  ])("are refused when they cannot work: %s", async (field, change) => {
    const folder = path.join(temporaryFolder(), "spool");
    await expect(spooling(folder).start({}, change as Partial<SpoolOptions>)).rejects.toMatchObject({
      name: "Art12ConfigError",
      field: `spool.${field}`,
    });
  });

  it("ask for a way into the vault where the sink takes no old events", async () => {
    const sink = datadogIntake({ apiKey: "key", site: "datadoghq.eu" });
    await expect(spooling().start({ sink })).rejects.toMatchObject({
      name: "Art12ConfigError",
      field: "spool.late",
    });
  });

  it("do not let the application's own function for faults harm the events", async () => {
    const warned = jest.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const { intake, start } = spooling();
    intake.fault = () => refusal(429);
    const onFault = () => {
      throw new Error("of the application");
    };
    const log = await start({}, { onFault });
    await until(() => warned.mock.calls.length > 0, "the fault was told");
    intake.comeBack();
    await log.close();
    expect(warned).toHaveBeenCalledWith(expect.objectContaining({ message: "of the application" }));
    warned.mockRestore();
  });
});
