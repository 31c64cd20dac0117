import { gunzipSync } from "node:zlib";
import { verifyBundle } from "../../../evidence/verify";
import { FolderSource } from "../../../evidence/archive";
import { planExport, parsePeriod } from "../../../evidence/export";
import { lateKey, lateObject } from "../../../clients/node/spool/late";
import type { LogLine } from "../../../clients/node";
import { logLine, type Art12Event } from "../../../evidence/event";
import { at, run } from "../completeness/day";
import { archivedLine, packed, TestArchive, TestEmitter } from "../archive/corpus";
import { eventsIn, exported, jsonIn } from "./bundles";

/** Puts events into a vault as their emitter does, some days after. */
async function putLate(
  archive: TestArchive,
  events: readonly Art12Event[],
  day = "2026-11-28",
): Promise<string> {
  const lines = events.map((event) => logLine(event) as LogLine);
  const key = lateKey(lines);
  archive.put(key, await lateObject(lines), undefined, day);
  return key;
}

const sequences = (out: string) => eventsIn(out).map(({ emitter }) => emitter.sequence);

describe("entries that emitters put into the vault themselves", () => {
  it("are exported with those of the archive, each in its place, and counted", async () => {
    const events = run();
    const archive = new TestArchive().putEvents(...events.slice(0, 3), ...events.slice(6));
    await putLate(archive, events.slice(3, 6));
    const { out, manifest } = await exported(archive);
    expect(sequences(out)).toEqual(events.map((_, index) => index + 1));
    expect(manifest.counts).toMatchObject({
      events: 9,
      late_path: 3,
      missing_in_gaps: 0,
      object_versions: 7,
    });
    expect(manifest.findings).toEqual({});
    expect(manifest.completeness.sequences.holds).toBe("yes");
    expect(manifest.completeness.clocks).toMatchObject({
      holds: "yes",
      because: expect.stringContaining("3 event(s) came by that path"),
    });
    expect((await verifyBundle(out)).checks.filter(({ verdict }) => verdict !== "met")).toEqual([]);
  });

  it("have the form of an archived log, which corpora made by hand have, too", async () => {
    const [event] = run();
    const line = logLine(event!) as LogLine;
    const text = gunzipSync(await lateObject([line])).toString();
    expect(JSON.parse(text)).toEqual(JSON.parse(archivedLine(event!)));
  });

  it("count once where the archive has them as well", async () => {
    const events = run();
    const archive = new TestArchive().putEvents(...events);
    await putLate(archive, events.slice(3, 6));
    const { out, manifest } = await exported(archive);
    expect(sequences(out)).toHaveLength(9);
    expect(manifest.counts).toMatchObject({ duplicates: 3, events: 9, late_path: 0 });
    expect(manifest.findings).toEqual({});
  });

  it("are no way to put other content over an event, nor to write before it happened", async () => {
    const events = run();
    const archive = new TestArchive().putEvents(...events);
    const forged = { ...events[4]!, event_id: events[4]!.event_id.replace("0000-7000", "0001-7000") };
    await putLate(archive, [forged]);
    const future = new TestEmitter("credit-scoring.b").emit(at("12:00:00"), "emitter_start");
    await putLate(archive, [future], "2026-11-24");
    const { manifest } = await exported(archive);
    expect(manifest.findings).toMatchObject({ "chain-out-of-order": 1, "clock-ahead": 1 });
  });

  it("are told from the archive's own late arrivals, of which nobody knows why", async () => {
    const archive = new TestArchive();
    archive.put(
      "art12/dt=20261124/hour=08/archive_080000.0000.a.json.gz",
      packed(archivedLine(run()[0]!)),
      undefined,
      "2026-11-28",
    );
    expect((await exported(archive)).manifest.findings).toMatchObject({ "late-arrival": 1 });
  });

  it("that were laid over one another are findings like the archive's", async () => {
    const archive = new TestArchive();
    const key = await putLate(archive, run().slice(0, 1));
    archive.put(key, packed("{}"), "v2");
    archive.put("late/dt=20261124/hour=08/notes.txt", packed("{}"));
    const { manifest } = await exported(archive);
    expect(manifest.findings).toMatchObject({ "several-versions": 1, "unknown-key": 1, "line-not-art12": 1 });
  });

  it("are in the plan of an export, with the requests that listing them takes", async () => {
    const archive = new TestArchive().putEvents(...run());
    await putLate(archive, run("credit-scoring.b", "08"));
    const selection = {
      system: "credit-scoring",
      environment: "sandbox",
      period: parsePeriod("2026-11-24", "2026-11-24"),
    };
    const plan = await planExport(selection, { source: new FolderSource(archive.folder), path: "art12" });
    expect(plan).toMatchObject({ object_versions: 10, list_requests: 6 });
  });

  it("are in objects.json under the key they lie at", async () => {
    const archive = new TestArchive();
    const key = await putLate(archive, run());
    const { out } = await exported(archive);
    expect(jsonIn(out, "objects.json").map((object: { key: string }) => object.key)).toEqual([key]);
  });
});
