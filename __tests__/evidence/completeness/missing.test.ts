import type { Art12Event } from "../../../evidence/event";
import { TestArchive, TestEmitter } from "../archive/corpus";
import { putCheckpoints } from "./checkpoints";
import { at, edges, examined, honest, run } from "./day";

describe("what checkpoints show to be missing", () => {
  it.each<[string, (one: Art12Event[], two: Art12Event[]) => void, string]>([
    ["an emitter whose every event is lost", (_, two) => void two.splice(0), "emitter-lost"],
    ["the last events of a chain", (_, two) => void two.splice(7), "tail-lost"],
    ["the first events of a chain", (_, two) => void two.splice(0, 2), "start-lost"],
  ])("%s", async (_, lose, code) => {
    const { completeness, found } = await examined(await honest(lose));
    expect(found).toContain(code);
    expect(completeness).toMatchObject({ holds: "no", checkpoints: { holds: "no" } });
    expect(completeness.because).toMatch(
      /^gaps: (?:.*; )?signed checkpoints show 1 |^gaps: (?:.*; )?signed checkpoints show 0 emitter\(s\) lost whole, 1 /,
    );
  });

  it("an event that was replaced, even the last one, which no other event is chained to", async () => {
    const [one, two] = [run("credit-scoring.a1"), run("credit-scoring.a2", "10")];
    const archive = await putCheckpoints(new TestArchive(), [...edges(one), ...edges(two)]);
    const last = two.at(-1)!;
    const other = { ...last, event_id: "01939d00-0000-7000-8000-0000000000ff" };
    const { completeness, found } = await examined(archive.putEvents(...one, ...two.slice(0, -1), other));
    expect(found).toEqual(["head-differs"]);
    expect(completeness).toMatchObject({ level: 1, holds: "no", checkpoints: { holds: "no" } });
  });

  it("events lost at midnight, told to neither day's disadvantage only", async () => {
    const emitter = new TestEmitter("credit-scoring.a3");
    const start = emitter.emit(at("23:00:00"), "emitter_start");
    emitter.lose(at("23:59:00"));
    const lost = emitter.emit(at("00:30:00", "25"), "emitter_stop");
    const archive = await putCheckpoints(await honest(), [start, lost]);
    const { found } = await examined(archive.putEvents(start));
    expect(found).toContain("tail-lost");
  });

  it("but not what was lost before the period", async () => {
    const lost = new TestEmitter("credit-scoring.a3").emit(at("20:00:00", "23"), "emitter_start");
    expect((await examined(await putCheckpoints(await honest(), [lost]))).found).toEqual([]);
  });

  it("and not what an emitter that went on lost after the period", async () => {
    const emitter = new TestEmitter("credit-scoring.a3");
    const seen = [emitter.emit(at("23:00:00"), "emitter_start"), emitter.emit(at("00:10:00", "25"))];
    emitter.lose(at("00:20:00", "25"));
    const lost = emitter.emit(at("00:30:00", "25"), "emitter_stop");
    const archive = await putCheckpoints(await honest(), [seen[0]!, lost]);
    expect((await examined(archive.putEvents(...seen))).found).toEqual([]);
  });

  it("and not a single event lost after the period", async () => {
    const emitter = new TestEmitter("credit-scoring.a3");
    const start = emitter.emit(at("23:00:00"), "emitter_start");
    const lost = emitter.emit(at("00:30:00", "25"), "emitter_stop");
    const archive = await putCheckpoints(await honest(), [start, lost]);
    const { found } = await examined(archive.putEvents(start));
    expect(found).toEqual([]);
  });
});

describe("what cannot be told from checkpoints", () => {
  it.each<[string, (archive: TestArchive) => unknown, string]>([
    [
      "an emitter that wrote none",
      (archive) => void archive.putEvents(...run("credit-scoring.a3", "12")),
      "emitter-without-checkpoint",
    ],
    [
      "an emitter that did not stop",
      (archive) => {
        const events = run("credit-scoring.a3", "12").slice(0, -1);
        return putCheckpoints(archive.putEvents(...events), [events[0]!]);
      },
      "emitter-not-closed",
    ],
    [
      "a checkpoint of which only a delete marker is left",
      (archive) =>
        void archive.putDeleteMarker(
          "checkpoints/credit-scoring/dt=20261124/credit-scoring.a3.000000000001.dsse.json",
          "v2",
        ),
      "checkpoint-unreadable",
    ],
  ])("%s", async (_, change, code) => {
    const archive = await honest();
    await change(archive);
    const { completeness, found } = await examined(archive, { independentCount: undefined });
    expect(found).toContain(code);
    expect(completeness).toMatchObject({ holds: "unknown", checkpoints: { holds: "unknown" } });
  });
});
