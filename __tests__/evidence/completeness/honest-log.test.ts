import { COMPLETENESS_FINDINGS } from "../../../evidence/completeness";
import { verifyBundle } from "../../../evidence/verify";
import { archivedLine, objectKey, packed, TestArchive, TestEmitter } from "../archive/corpus";
import { exported, jsonIn } from "../export/bundles";
import { failures } from "../verify/scene";
import { keyRingDocument, putCheckpoints, ringWith } from "./checkpoints";
import { at, examined, EXPECTED, honest, run, type With } from "./day";

describe("an honest log", () => {
  it("reaches level 3, whose parts are all told, and the bundle shows it again", async () => {
    const { completeness, found, out } = await examined(await honest());
    expect(found).toEqual([]);
    expect(completeness).toMatchObject({ level: 3, holds: "yes" });
    expect(Object.values(completeness).filter((part) => typeof part === "object")).toHaveLength(5);
    expect(jsonIn(out, "independent-count.json")).toMatchObject({ source: "RequestCount" });
    expect(jsonIn(out, "key-ring.json").keys).toHaveLength(3);
  });

  it.each<[string, With, object]>([
    ["no count: level 2", { independentCount: undefined }, { level: 2, holds: "yes" }],
    ["no key ring: level 1", { keyRing: undefined }, { level: 1, holds: "unknown" }],
    ["no expected emitters", { expectedEmitters: undefined }, { level: 3, holds: "unknown" }],
  ])("with %s", async (_, change, stated) => {
    const { completeness, found } = await examined(await honest(), change);
    expect(completeness).toMatchObject(stated);
    expect(found).toEqual([]);
  });

  it("without any checkpoint is level 1, and nothing is found", async () => {
    const archive = new TestArchive().putEvents(...run("credit-scoring.a1"), ...run("credit-scoring.a2"));
    const { completeness, found } = await examined(archive);
    expect(completeness).toMatchObject({ level: 1, holds: "unknown", checkpoints: { holds: "unknown" } });
    expect(found).toEqual([]);
  });

  it("of an emitter that runs on over midnight is level 2 in both days", async () => {
    const emitter = new TestEmitter("credit-scoring.a1");
    const events = [
      emitter.emit(at("22:00:00"), "emitter_start"),
      emitter.emit(at("23:50:00")),
      emitter.emit(at("00:10:00", "25")),
      emitter.emit(at("02:00:00", "25"), "emitter_stop"),
    ];
    const archive = await putCheckpoints(new TestArchive(), events);
    for (const event of events)
      archive.put(
        objectKey(event.time),
        packed(archivedLine(event)),
        undefined,
        event.time.slice(0, 10) === "2026-11-24" ? "2026-11-25" : "2026-11-26",
      );
    for (const from of ["2026-11-24", "2026-11-25"]) {
      const { manifest } = await exported(archive, {
        from,
        request: { keyRing: ringWith(), expectedEmitters: [{ service: "credit-scoring", at_least: 1 }] },
      });
      expect(manifest.findings).toEqual({});
      expect(manifest.completeness).toMatchObject({ level: 2, holds: "yes" });
    }
  });

  it("of an emitter that was idle all day, between two days with events, is whole", async () => {
    const idle = new TestEmitter("credit-scoring.a3");
    const before = idle.emit(at("20:00:00", "23"), "emitter_start");
    const after = idle.emit(at("05:00:00", "25"));
    const stop = idle.emit(at("06:00:00", "25"), "emitter_stop");
    const archive = await putCheckpoints(await honest(), [before, stop]);
    const { completeness, found } = await examined(archive.putEvents(before, after, stop));
    expect(found).toEqual([]);
    expect(completeness.level).toBe(3);
  });

  it("of an emitter that began after the period has nothing to do with it", async () => {
    const later = new TestEmitter("credit-scoring.a3").emit(at("05:00:00", "25"), "emitter_start");
    const { found } = await examined(await putCheckpoints(await honest(), [later]));
    expect(found).toEqual([]);
  });
});

describe("who verifies", () => {
  it("sees checkpoints as not judged without a key ring of his own, whatever the bundle holds", async () => {
    const { out } = await examined(await honest());
    const { verified, completeness } = await verifyBundle(out);
    expect(verified).toBe(true);
    expect(completeness).toMatchObject({ level: 1, holds: "unknown", checkpoints: { holds: "unknown" } });
  });

  it("does not verify a bundle whose checkpoints his own ring does not accept", async () => {
    const { out } = await examined(await honest());
    const strange = ringWith({ systems: ["cv-screening"] });
    const failed = await failures(out, undefined, strange);
    expect(failed).toEqual([
      expect.stringMatching(/^completeness manifest.json: with the key ring given it is/),
    ]);
  });

  it("may know more than the exporter, who had no ring", async () => {
    const { out } = await exported(await honest(), { request: { expectedEmitters: EXPECTED } });
    const { verified, completeness } = await verifyBundle(out, { keyRing: ringWith() });
    expect(verified).toBe(true);
    expect(completeness?.level).toBe(2);
  });

  it("finds the ring in the bundle to be the one that was used", async () => {
    const { out } = await examined(await honest());
    expect(jsonIn(out, "key-ring.json")).toEqual(keyRingDocument());
  });
});

test("codes of findings that reports refer to are not renamed or dropped", () => {
  expect(Object.keys(COMPLETENESS_FINDINGS).sort()).toEqual([
    "checkpoint-bad-signature",
    "checkpoint-delete-marker",
    "checkpoint-malformed",
    "checkpoint-misplaced",
    "checkpoint-not-entitled",
    "checkpoint-revoked-key",
    "checkpoint-second-version",
    "checkpoint-unknown-key",
    "checkpoint-unknown-name",
    "checkpoint-unreadable",
    "clock-ahead",
    "clock-backwards",
    "count-exceeded",
    "count-missing",
    "emitter-lost",
    "emitter-not-closed",
    "emitter-without-checkpoint",
    "emitters-silent",
    "events-dropped",
    "head-differs",
    "heartbeat-silence",
    "late-arrival",
    "start-lost",
    "tail-lost",
  ]);
});
