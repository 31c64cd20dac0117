import type { Art12Event } from "../../../evidence/event";
import { TestArchive, TestEmitter } from "../archive/corpus";
import { exported, jsonIn } from "../export/bundles";
import { putCheckpoints } from "./checkpoints";
import { at, examined } from "./day";

const EVERY_MINUTE = { heartbeat_seconds: 60 };

/** An emitter with heartbeats at some times of the day, started and stopped a minute before and after them. */
function beating(
  clocks: readonly string[],
  extra: object = EVERY_MINUTE,
  end = "emitter_stop",
): Art12Event[] {
  const emitter = new TestEmitter("credit-scoring.a1");
  const [first, last] = [clocks[0]!, clocks.at(-1)!];
  return [
    emitter.emit(at(first), "emitter_start", extra),
    ...clocks.map((clock) => emitter.emit(at(clock), "emitter_heartbeat", extra)),
    ...(end === "emitter_stop" ? [emitter.emit(at(last), "emitter_stop")] : []),
  ];
}

/** Every minute of some minutes after eight. */
const minutes = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `08:${String(from + index).padStart(2, "0")}:00`);

async function seen(events: readonly Art12Event[], heartbeatSeconds?: number) {
  const archive = new TestArchive();
  await putCheckpoints(archive, [events[0]!, events.at(-1)!]);
  archive.putEvents(...events);
  const expected = { service: "credit-scoring", at_least: 1 };
  const declared =
    heartbeatSeconds === undefined ? expected : { ...expected, heartbeat_seconds: heartbeatSeconds };
  return examined(archive, { expectedEmitters: [declared], independentCount: undefined });
}

describe("heartbeats", () => {
  it("that come as often as they say leave the log whole", async () => {
    const { completeness, found } = await seen(beating(minutes(0, 20)));
    expect(found).toEqual([]);
    expect(completeness).toMatchObject({ level: 2, holds: "yes" });
    expect(completeness.emitters.because).toContain(
      "none of 1 was silent for longer than its heartbeats allow",
    );
  });

  it.each<[string, readonly Art12Event[], string[]]>([
    ["three heartbeats", beating([...minutes(0, 5), ...minutes(8, 10)]), []],
    ["more than three", beating([...minutes(0, 5), ...minutes(9, 10)]), ["heartbeat-silence"]],
    ["an hour, without a cadence", beating(["08:00:00", "09:00:00"], {}), []],
    [
      "an hour, with a cadence of half a one",
      beating(["08:00:00", "09:00:00"], { heartbeat_seconds: 1_800 }),
      [],
    ],
  ])("tell a silence of %s", async (_, events, codes) => {
    expect((await seen(events)).found).toEqual(codes);
  });

  it("say where the silence was, and that nothing is known of it", async () => {
    const { out, completeness } = await seen(beating([...minutes(0, 5), ...minutes(15, 20)]));
    expect(jsonIn(out, "findings.json")).toMatchObject([
      {
        code: "heartbeat-silence",
        emitter: "credit-scoring.a1",
        sequence: 7,
        reason: `from ${at("08:05:00")} to ${at("08:15:00")}, 600 s; its heartbeats are 60 s apart`,
      },
    ]);
    expect(completeness).toMatchObject({
      holds: "unknown",
      emitters: { holds: "unknown" },
      sequences: { holds: "yes" },
    });
  });

  it("may be declared, and the shorter of the two counts", async () => {
    const events = beating(["08:00:00", "08:10:00"], { heartbeat_seconds: 600 });
    expect((await seen(events)).found).toEqual([]);
    expect((await seen(events, 60)).found).toEqual(["heartbeat-silence"]);
    expect((await seen(beating(["08:00:00", "08:10:00"], {}), 60)).found).toEqual(["heartbeat-silence"]);
    expect((await seen(beating(["08:00:00", "08:10:00"]), 600)).found).toEqual(["heartbeat-silence"]);
  });

  it("that end without a stop are a silence until the period ends", async () => {
    const { found, out } = await seen(beating(minutes(0, 5), EVERY_MINUTE, "killed"));
    expect(found).toContain("heartbeat-silence");
    const [silence] = jsonIn(out, "findings.json").filter(
      ({ code }: { code: string }) => code === "heartbeat-silence",
    );
    expect(silence.reason).toContain(`to ${at("00:00:00", "25")}`);
  });

  it("are not missed before late ones could have arrived", async () => {
    const archive = new TestArchive().putEvents(...beating(minutes(0, 5), EVERY_MINUTE, "killed"));
    const createdAt = new Date(at("10:00:00"));
    const { manifest } = await exported(archive, { target: { createdAt } });
    expect(manifest.findings).not.toHaveProperty("heartbeat-silence");
  });

  it("do not count where numbers are missing in between: that emitter was not silent", async () => {
    const events = beating(minutes(0, 20));
    events.splice(5, 8);
    expect((await seen(events)).found).toEqual(["chain-gap"]);
  });
});

describe("events that an emitter could not write", () => {
  it("are told with the number that it counted, beside the gap", async () => {
    const emitter = new TestEmitter("credit-scoring.a1");
    const events = [emitter.emit(at("08:00:00"), "emitter_start"), emitter.emit(at("08:01:00"))];
    for (let count = 0; count < 3; count++) emitter.lose(at("08:02:00"));
    events.push(emitter.emit(at("08:03:00")));
    events.push(emitter.emit(at("08:03:00"), "emitter_heartbeat", { dropped: 3 }));
    events.push(emitter.emit(at("08:04:00"), "emitter_stop", { dropped: 3 }));
    const { completeness, found, out } = await seen(events);
    expect(found).toEqual(["chain-gap", "events-dropped"]);
    expect(jsonIn(out, "findings.json")[1].reason).toBe(
      `3 since its start, as it says in number 8 of ${at("08:04:00")}`,
    );
    expect(completeness.sequences.because).toContain("3 number(s) are missing in 1 gap(s)");
    expect(completeness.sequences.because).toContain("could not write 3 event(s)");
  });
});
