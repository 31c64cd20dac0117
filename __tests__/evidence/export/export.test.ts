import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { planExport, parsePeriod } from "../../../evidence/export";
import { FolderSource, UnreadableObject, type ObjectVersion } from "../../../evidence/archive";
import { canonicalString } from "../../../evidence/event";
import { type Json, archivedLine, objectKey, packed, TestArchive, TestEmitter } from "../archive/corpus";
import { eventsIn, exported, jsonIn } from "./bundles";

const at = (clock: string, day = "24") => `2026-11-${day}T${clock}.000Z`;

/** A day of a sound emitter: it starts the evening before and stops in the evening. */
function soundDay(): { archive: TestArchive; emitter: TestEmitter } {
  const emitter = new TestEmitter();
  const archive = new TestArchive().putEvents(
    emitter.emit(at("23:00:00", "23"), "emitter_start"),
    emitter.emit(at("08:00:00")),
    emitter.emit(at("09:00:00"), "inference", {
      oversight: { required: true, override: true, reviewer: "cd".repeat(32), reason: "income_verified" },
    }),
    emitter.emit(at("18:00:00"), "emitter_stop"),
  );
  return { archive, emitter };
}

test("a sound day gives its events, no finding, and whole sequences", async () => {
  const { manifest, out } = await exported(soundDay().archive);
  expect(manifest.counts).toMatchObject({
    events: 3,
    emitters: 1,
    outside_period: 1,
    duplicates: 0,
    empty_days: 0,
  });
  expect(manifest.findings).toEqual({});
  expect(manifest.completeness).toMatchObject({ level: 1, holds: "unknown", sequences: { holds: "yes" } });
  expect(eventsIn(out).map(({ type }) => type)).toEqual(["inference", "inference", "emitter_stop"]);
});

test("each line is the canonical entry itself, so its SHA-256 is the event's digest and the next one's prev", async () => {
  const { out } = await exported(soundDay().archive);
  const events = eventsIn(out);
  const digest = (event: unknown) => createHash("sha256").update(canonicalString(event)).digest("hex");
  expect(events.slice(1).map(({ emitter }) => emitter.prev)).toEqual(events.slice(0, -1).map(digest));
});

test("an event delivered twice is taken once and counted", async () => {
  const { archive, emitter } = soundDay();
  const event = emitter.emit(at("20:00:00"), "emitter_heartbeat");
  archive.put(objectKey(event.time, "one"), packed(archivedLine(event)));
  archive.put(objectKey(event.time, "two"), packed(archivedLine(event), archivedLine(event)));
  const { manifest } = await exported(archive);
  expect(manifest.counts).toMatchObject({ events: 4, duplicates: 2 });
  expect(manifest.findings).toEqual({});
});

test("a late event, filed under the next day, is found", async () => {
  const { archive, emitter } = soundDay();
  const late = emitter.emit(at("23:59:59"), "emitter_heartbeat");
  archive.put(objectKey(at("00:10:00", "25")), packed(archivedLine(late)));
  expect((await exported(archive)).manifest.counts.events).toBe(4);
});

test("one id with two contents: both are in the bundle, and the finding names where each lies", async () => {
  const { archive } = soundDay();
  const [first, second] = [new TestEmitter("api.2"), new TestEmitter("api.3")].map((emitter) =>
    emitter.emit(at("10:00:00"), "inference", { event_id: "01939d00-0000-7000-8000-00000000beef" }),
  );
  archive.put(objectKey(at("10:00:00"), "x"), packed(archivedLine(first!), archivedLine(second!)));
  const { manifest, out } = await exported(archive);
  expect(manifest.findings).toEqual({ "event-conflict": 1 });
  const [finding] = jsonIn(out, "findings.json");
  expect(finding).toMatchObject({ event_id: "01939d00-0000-7000-8000-00000000beef" });
  expect(finding.reason).toContain("line 1, art12/");
  expect(manifest.counts.events).toBe(5);
});

test("events lost on the way are a gap, with numbers and times", async () => {
  const emitter = new TestEmitter();
  const archive = new TestArchive().putEvents(emitter.emit(at("08:00:00")));
  emitter.lose(at("09:00:00"));
  emitter.lose(at("09:30:00"));
  archive.putEvents(emitter.emit(at("10:00:00"), "emitter_stop"));
  const { manifest, out } = await exported(archive);
  expect(manifest.completeness).toMatchObject({ holds: "no", sequences: { holds: "no" } });
  expect(manifest.counts.missing_in_gaps).toBe(2);
  expect(jsonIn(out, "findings.json")).toMatchObject([
    { code: "chain-gap", reason: expect.stringContaining("numbers 2 to 3") },
  ]);
  expect(jsonIn(out, "chain.json")).toMatchObject([{ gaps: [{ after: 1, before: 4, missing: 2 }] }]);
});

test("events of other systems are left out, and counted", async () => {
  const { archive } = soundDay();
  archive.put(
    objectKey(at("08:30:00")),
    packed(archivedLine(new TestEmitter("cv.1", "cv-screening").emit(at("08:30:00")))),
  );
  const { manifest } = await exported(archive);
  expect(manifest.counts).toMatchObject({ events: 3, other_systems: 1 });
  expect(manifest.findings).toEqual({});
});

test.each<[string, TestEmitter, (line: Json) => void, string]>([
  [
    "filed under another system",
    new TestEmitter("api.9"),
    (line) => (line["service"] = "cv-screening"),
    "system-mismatch",
  ],
  [
    "of another environment",
    new TestEmitter("api.9", "credit-scoring", "production"),
    () => undefined,
    "environment-mismatch",
  ],
])("an event %s is a finding", async (_, emitter, change, code) => {
  const { archive } = soundDay();
  archive.put(objectKey(at("11:00:00")), packed(archivedLine(emitter.emit(at("11:00:00")), change)));
  const { manifest } = await exported(archive);
  expect(manifest.findings).toEqual({ [code]: 1 });
});

test("an entry whose readable copy was changed on the way is in the bundle, and the change is a finding", async () => {
  const { archive } = soundDay();
  const event = new TestEmitter("api.9").emit(at("11:00:00"));
  const change = (line: Json) => (line["attributes"].art12.event.model.version = "8");
  archive.put(objectKey(at("11:00:00")), packed(archivedLine(event, change)));
  const { manifest } = await exported(archive);
  expect(manifest.findings).toEqual({ "view-altered": 1 });
  expect(manifest.counts).toMatchObject({ view_altered: 1, events: 4 });
});

test("an emitter that writes for two systems is a finding", async () => {
  const { archive } = soundDay();
  archive.put(
    objectKey(at("11:00:00")),
    packed(archivedLine(new TestEmitter(undefined, "cv-screening").emit(at("11:00:00")))),
  );
  const { manifest, out } = await exported(archive);
  expect(manifest.findings).toEqual({ "emitter-conflict": 1 });
  expect(jsonIn(out, "findings.json")[0].reason).toBe(
    "it wrote for credit-scoring in sandbox, cv-screening in sandbox",
  );
});

test("every version of a key and what lies under a delete marker is read", async () => {
  const { archive, emitter } = soundDay();
  const [one, two] = [
    emitter.emit(at("19:00:00"), "emitter_heartbeat"),
    emitter.emit(at("19:30:00"), "emitter_heartbeat"),
  ];
  const key = objectKey(one!.time, "v");
  archive
    .put(key, packed(archivedLine(one!)), "v1")
    .put(key, packed(archivedLine(two!)), "v2")
    .putDeleteMarker(key, "m");
  const { manifest } = await exported(archive);
  expect(manifest.counts.events).toBe(5);
  expect(manifest.findings).toEqual({ "several-versions": 1, "delete-marker": 1 });
});

test("a broken object does not keep the others from being exported, and the bundle says what is not known", async () => {
  const { archive } = soundDay();
  archive.put(objectKey(at("12:00:00")), Buffer.from("not gzip"));
  const { manifest, out } = await exported(archive);
  expect(manifest.counts.events).toBe(3);
  expect(manifest.findings).toEqual({ "object-not-gzip": 1 });
  expect(manifest.completeness.sequences).toMatchObject({
    holds: "unknown",
    because: expect.stringContaining("could not be read"),
  });
  const [object] = jsonIn(out, "objects.json").filter(({ lines }: { lines: number }) => lines === 0);
  expect(object).toMatchObject({ bytes: 8, sha256: createHash("sha256").update("not gzip").digest("hex") });
});

test("an object that S3 does not hand out is a finding, not the end", async () => {
  const { archive } = soundDay();
  class Frozen extends FolderSource {
    override async open(version: ObjectVersion) {
      if (version.key.includes("hour=09"))
        throw new UnreadableObject(version.key, version.versionId, "it is frozen");
      return super.open(version);
    }
  }
  const plan = {
    system: "credit-scoring",
    environment: "sandbox",
    period: parsePeriod("2026-11-24", "2026-11-24"),
  };
  expect(
    (await planExport(plan, { source: new Frozen(archive.folder), path: "art12" })).object_versions,
  ).toBe(4);
  const { manifest } = await exported(archive, { source: new Frozen(archive.folder) });
  expect(manifest.findings).toEqual({ "object-unreadable": 1, "chain-gap": 1 });
});

test("days without an event are named, as idle or lost: not known", async () => {
  const { archive } = soundDay();
  const { manifest, out } = await exported(archive, { from: "2026-11-24", to: "2026-11-26" });
  expect(manifest.counts.empty_days).toBe(2);
  expect(jsonIn(out, "counts.json").map(({ day, events }: Json) => [day, events])).toEqual([
    ["2026-11-24", 3],
    ["2026-11-25", 0],
    ["2026-11-26", 0],
  ]);
  expect(readFileSync(path.join(out, "report.html"), "utf8")).toContain(
    "no event: idle or lost is not known",
  );
});

test("a period without any event gives a bundle that says so, and what is not known", async () => {
  const { manifest, out } = await exported(soundDay().archive, { from: "2026-10-01", to: "2026-10-02" });
  expect(manifest.findings).toEqual({ "no-events": 1 });
  expect(manifest.completeness).toMatchObject({ holds: "unknown", sequences: { holds: "unknown" } });
  expect(eventsIn(out)).toEqual([]);
});

test("equal input and time give equal bytes, but for the signature: ECDSA draws a number", async () => {
  const { archive } = soundDay();
  const [one, two] = [await exported(archive), await exported(archive)];
  const sums = ({ out }: { out: string }) => readFileSync(path.join(out, "SHA256SUMS"), "utf8");
  expect(sums(one)).toBe(sums(two));
});

test("a plan counts objects and bytes and reads none", async () => {
  const { archive } = soundDay();
  class Listing extends FolderSource {
    override async open(): Promise<never> {
      throw new Error("a plan reads nothing");
    }
  }
  const selection = {
    system: "credit-scoring",
    environment: "sandbox",
    period: parsePeriod("2026-11-24", "2026-11-24"),
  };
  const plan = await planExport(selection, { source: new Listing(archive.folder), path: "art12" });
  expect(plan).toMatchObject({ first_day: "2026-11-23", last_day: "2026-11-25", object_versions: 4 });
  expect(plan.object_bytes).toBeGreaterThan(1_000);
});

test("text from outside cannot become markup or script in the report", async () => {
  const { archive } = soundDay();
  archive.put("art12/dt=20261124/hour=08/<img src=x onerror=alert(1)>", Buffer.from("x"));
  const { out } = await exported(archive, { reference: `<script>alert("1")</script>` });
  const report = readFileSync(path.join(out, "report.html"), "utf8");
  expect(report).toContain("&lt;script&gt;");
  expect(report).not.toMatch(/<script|<img|<link|https?:/);
  expect(report).toContain("default-src 'none'");
});

test("the report names versions in use and overrides by their coded reason", async () => {
  const { out } = await exported(soundDay().archive);
  const report = readFileSync(path.join(out, "report.html"), "utf8");
  expect(report).toContain("credit-model");
  expect(report).toContain("income_verified");
});
