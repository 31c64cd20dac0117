import { writeFileSync } from "node:fs";
import { archivedLine, objectKey, packed, TestArchive, TestEmitter } from "../archive/corpus";
import { exported, jsonIn } from "../export/bundles";
import { putCheckpoints } from "./checkpoints";
import { at, countFile, examined, EXPECTED, given, honest, run } from "./day";

describe("an independent count", () => {
  it.each([
    ["one more than the bundle has", 13, "no", "count-missing"],
    ["one fewer", 11, "unknown", "count-exceeded"],
  ])("of %s", async (_, count, holds, code) => {
    const { completeness, found } = await examined(await honest(), {
      independentCount: await given(countFile(count)),
    });
    expect(found).toEqual([code]);
    expect(completeness).toMatchObject({ level: 2, holds, independent_count: { holds } });
  });

  it("of log events counts every type", async () => {
    const independentCount = await given(countFile(18, { unit: "log_events" }));
    expect((await examined(await honest(), { independentCount })).completeness.level).toBe(3);
  });

  it("by intervals finds the one that differs, although the sum is right", async () => {
    const counts = [
      { from: at("00:00:00"), to: at("08:20:00"), count: 3 },
      { from: at("08:20:00"), to: at("12:00:00"), count: 9 },
      { from: at("12:00:00"), to: at("00:00:00", "25"), count: 0 },
    ];
    const { completeness, found } = await examined(await honest(), {
      independentCount: await given(countFile(0, { counts })),
    });
    expect(found).toEqual(["count-missing", "count-exceeded"]);
    expect(completeness.independent_count.holds).toBe("no");
  });

  const [start, end] = [at("00:00:00"), at("00:00:00", "25")];
  it.each([
    ["its beginning", [{ from: at("08:00:00"), to: end, count: 12 }]],
    ["its end", [{ from: start, to: at("20:00:00"), count: 12 }]],
    [
      "an hour between",
      [
        { from: start, to: at("14:00:00"), count: 12 },
        { from: at("15:00:00"), to: end, count: 0 },
      ],
    ],
  ])("that leaves out of the period %s tells nothing about the rest", async (_, counts) => {
    const { completeness, found } = await examined(await honest(), {
      independentCount: await given(countFile(0, { counts })),
    });
    expect(found).toEqual([]);
    expect(completeness).toMatchObject({ level: 2, independent_count: { holds: "unknown" } });
  });

  const interval = (from: string, to: string, count: unknown = 1) => ({ counts: [{ from, to, count }] });
  it.each<[string, object]>([
    ["an unknown unit", { unit: "requests" }],
    ["no source", { source: undefined }],
    ["a key too many", { note: "x" }],
    ["no interval", { counts: [] }],
    ["an interval that ends before it begins", interval(at("09:00:00"), at("08:00:00"))],
    ["a count below zero", interval(at("08:00:00"), at("09:00:00"), -1)],
    ["a time without milliseconds", interval("2026-11-24T08:00:00Z", at("09:00:00"))],
    ["an interval outside the period", interval(at("08:00:00", "25"), at("09:00:00", "25"))],
    [
      "intervals that overlap",
      { counts: [...interval(at("08:00:00"), at("09:00:00")).counts, ...interval(at("08:30:00"), at("10:00:00")).counts] },
    ],
  ])("with %s is refused before anything is read", async (_, change) => {
    await expect(given(countFile(1, change))).rejects.toMatchObject({ code: "independent-count-invalid" });
  }); // prettier-ignore

  it("that is not there, or no JSON, is refused", async () => {
    await expect(given("/nowhere/count.json")).rejects.toMatchObject({ code: "independent-count-missing" });
    const file = countFile(1);
    writeFileSync(file, "12");
    await expect(given(file)).rejects.toMatchObject({ code: "independent-count-invalid" });
  });
});

describe("expected emitters", () => {
  it("that were too few on a day are named with the day", async () => {
    const { completeness, found, out } = await examined(await honest(), {
      expectedEmitters: [{ service: "credit-scoring", at_least: 3 }],
    });
    expect(found).toEqual(["emitters-silent"]);
    expect(jsonIn(out, "findings.json")[0].reason).toBe("credit-scoring on 2026-11-24: 2 of at least 3");
    expect(completeness).toMatchObject({ level: 0, holds: "no", emitters: { holds: "no" } });
  });

  it("of a service whose name another one's begins with are not mixed up", async () => {
    const expectedEmitters = [{ service: "credit", at_least: 1 }];
    expect((await examined(await honest(), { expectedEmitters })).found).toEqual(["emitters-silent"]);
  });

  it("are alive by a checkpoint alone: that their events are lost is another finding", async () => {
    const { found } = await examined(await honest((_, two) => void two.splice(0)));
    expect(found).not.toContain("emitters-silent");
    const { found: silent } = await examined(await honest((_, two) => void two.splice(0)), {
      keyRing: undefined,
    });
    expect(silent).toContain("emitters-silent");
  });

  it("are not judged on a day that is not over", async () => {
    const { manifest } = await exported(new TestArchive().putEvents(...run()), {
      request: { expectedEmitters: EXPECTED },
      target: { createdAt: new Date(at("20:00:00")) },
    });
    expect(manifest.findings).not.toHaveProperty("emitters-silent");
    expect(manifest.completeness.emitters.holds).toBe("unknown");
  });
});

describe("clocks", () => {
  it("ahead of the vault are named: nothing is archived before it happens", async () => {
    const event = new TestEmitter("credit-scoring.a3").emit(at("12:00:00"), "emitter_stop");
    const archive = (await honest()).put(
      objectKey(event.time),
      packed(archivedLine(event)),
      undefined,
      at("11:59:00"),
    );
    const { completeness, found } = await examined(archive, { independentCount: undefined });
    expect(found).toContain("clock-ahead");
    expect(completeness.clocks.holds).toBe("no");
  });

  it("set back are named; by less than a second they are not", async () => {
    const steps = (second: string) => {
      const emitter = new TestEmitter("credit-scoring.a3");
      return [
        emitter.emit(at("12:00:10"), "emitter_start"),
        emitter.emit(`2026-11-24T12:00:${second}Z`, "emitter_stop"),
      ];
    };
    const found = async (second: string) => {
      const events = steps(second);
      return (await examined((await putCheckpoints(await honest(), events)).putEvents(...events))).found;
    };
    expect(await found("08.999")).toEqual(["clock-backwards"]);
    expect(await found("09.000")).toEqual([]);
  });

  it("behind, or an archive that was held up, show as events that arrive late; a few hours are usual", async () => {
    const late = async (day: string) => {
      const events = run("credit-scoring.a3", "12").filter(({ type }) => type !== "inference");
      const emitter = new TestEmitter("credit-scoring.a4");
      const both = [
        emitter.emit(at("12:00:00"), "emitter_start"),
        emitter.emit(at("12:30:00"), "emitter_stop"),
      ];
      expect(events).toHaveLength(3);
      const archive = await putCheckpoints(await honest(), both);
      archive.put(
        objectKey(at("12:00:00")),
        packed(...both.map((event) => archivedLine(event))),
        undefined,
        day,
      );
      return examined(archive);
    };
    const { completeness, found, out } = await late(at("12:00:01", "25"));
    expect(found).toEqual(["late-arrival"]);
    expect(jsonIn(out, "findings.json")[0].reason).toMatch(
      /^1 of its 2 event\(s\); the first is of 2026-11-24T12/,
    );
    expect(completeness).toMatchObject({ holds: "unknown", clocks: { holds: "unknown" } });
    expect((await late(at("12:00:00", "25"))).found).toEqual([]);
  });
});
