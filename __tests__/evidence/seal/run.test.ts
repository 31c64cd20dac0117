import { readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FolderSource, UnreadableObject, type ArchiveSource } from "../../../evidence/archive";
import { canonicalString, sha256Hex } from "../../../evidence/event";
import { peekRecord } from "../../../evidence/records";
import { SEAL_LIMITS } from "../../../evidence/seal/part";
import { archivedLine, objectKey, packed } from "../archive/corpus";
import { nowhere, SealScene } from "./scene";

const FIRST = "2026-03-10";
const SECOND = "2026-03-11";

/** Codes of a run's findings, without those that only tell that nothing was stamped. */
const codes = ({ findings }: { findings: readonly { code: string }[] }) =>
  findings.map(({ code }) => code).filter((code) => code !== "not-time-stamped");

describe("Sealing the archive", () => {
  it("lists each object version with its digest, entries and time, and what its emitters wrote", async () => {
    const scene = new SealScene();
    const key = scene.put("2026-03-09", { events: 3 });
    const run = await scene.seal(FIRST);
    expect(run.seals).toEqual([{ key: "records/seal/000000000001.dsse.json", sequence: 1, objects: 1 }]);
    const { details, recordedAt } = scene.said(1);
    expect(recordedAt).toBe("2026-03-10T03:00:00.000Z");
    expect(details).toMatchObject({
      window: { from: "2026-03-09", to: "2026-03-11" },
      continues: false,
      objects: [{ key, versionId: "null", writtenAt: "2026-03-09T08:05:00.000Z", entries: 3 }],
      emitters: [{ id: scene.emitter.id, first: 1, last: 3, entries: 3 }],
      laterVersions: [],
      deleteMarkers: [],
      gone: [],
      unreadable: [],
      streams: [],
    });
    expect(details.objects[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("lists late entries that emitters put there themselves, and notices what is done to them", async () => {
    const scene = new SealScene();
    const archived = scene.put("2026-03-09");
    const late = archived.replace("art12/", "late/");
    scene.archive.put(
      late,
      packed(archivedLine(scene.emitter.emit("2026-03-09T08:30:00.000Z"))),
      undefined,
      FIRST,
    );
    await scene.seal(FIRST);
    expect(scene.said(1).details.objects.map(({ key }) => key)).toEqual([archived, late]);
    expect(await scene.codes(FIRST, { source: scene.source })).toEqual([]);
    unlinkSync(path.join(scene.archive.folder, late));
    expect(await scene.codes(FIRST, { source: scene.source })).toEqual(["sealed-object-gone"]);
  });

  it("names the heads of all other streams of records", async () => {
    const scene = new SealScene();
    await scene.decide(FIRST);
    await scene.decide(FIRST);
    await scene.seal(FIRST);
    await scene.seal(SECOND);
    expect(scene.said(2).details.streams).toEqual([
      { stream: "gate", sequence: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  it("lists an object once, in the first seal after it was written", async () => {
    const scene = new SealScene();
    const old = scene.put("2026-03-09");
    await scene.seal(FIRST);
    const young = scene.put(FIRST);
    await scene.seal(SECOND);
    const listed = (n: number) => scene.said(n).details.objects.map(({ key }) => key);
    expect([listed(1), listed(2)]).toEqual([[old], [young]]);
  });

  it("makes a seal on a day without news, too, and none when today's says all there is to say", async () => {
    const scene = new SealScene();
    scene.put("2026-03-09");
    await scene.seal(FIRST);
    expect((await scene.seal(FIRST)).seals).toEqual([]);
    expect((await scene.seal(SECOND)).seals).toMatchObject([{ sequence: 2, objects: 0 }]);
    await scene.decide(SECOND);
    expect((await scene.seal(SECOND)).seals).toMatchObject([{ sequence: 3, objects: 0 }]);
  });

  it.each([
    { what: "three days before the last look", days: {}, found: 1 },
    { what: "the day that is asked for", days: { from: "2026-03-01" }, found: 2 },
    { what: "the archive's first day when all is asked for", days: { all: true }, found: 3 },
  ])("looks for late objects from $what on", async ({ days, found }) => {
    const scene = new SealScene();
    await scene.seal(FIRST);
    for (const day of ["2026-02-01", "2026-03-05", "2026-03-08"]) scene.put(day);
    const { seals } = await scene.seal(SECOND, { days });
    expect(seals).toMatchObject([{ objects: found }]);
  });

  it("is not made to skip days by a clock that was once ahead", async () => {
    const scene = new SealScene();
    await scene.seal("2026-03-20");
    scene.put("2026-03-09");
    expect((await scene.seal(FIRST)).seals).toMatchObject([{ objects: 1 }]);
  });

  it.each([
    {
      what: "a second version over an object",
      change: (scene: SealScene, key: string) => scene.archive.put(key, packed("{}"), "v2", FIRST),
      list: "laterVersions" as const,
      code: "later-version-sealed",
    },
    {
      what: "a delete marker over an object",
      change: (scene: SealScene, key: string) => scene.archive.putDeleteMarker(key, "v3"),
      list: "deleteMarkers" as const,
      code: "delete-marker-sealed",
    },
    {
      what: "a sealed object that is gone",
      change: (scene: SealScene, key: string) => scene.removeObject(key),
      list: "gone" as const,
      code: "sealed-object-gone",
    },
  ])("names $what, once", async ({ change, list, code }) => {
    const scene = new SealScene();
    const key = scene.put("2026-03-09");
    await scene.seal(FIRST);
    change(scene, key);
    const run = await scene.seal(SECOND);
    expect(codes(run)).toEqual([code]);
    expect(scene.said(2).details[list]).toMatchObject([{ key }]);
    expect(codes(await scene.seal("2026-03-12"))).toEqual([]);
    expect(scene.said(3).details[list]).toEqual([]);
  });

  it("takes a version laid over a sealed one for the later, even when both bear one time and its id sorts first", async () => {
    const scene = new SealScene();
    const key = scene.put("2026-03-09", { version: "v5" });
    await scene.seal(FIRST);
    scene.archive.put(key, packed("{}"), "v1", "2026-03-09T08:05:00.000Z");
    await scene.seal(SECOND);
    expect(scene.said(2).details.laterVersions).toMatchObject([{ key, versionId: "v1" }]);
  });

  it("names an object it cannot read, seals the others, and tries again", async () => {
    const scene = new SealScene();
    const cold = scene.put("2026-03-09", { id: "cold" });
    scene.put("2026-03-09", { id: "warm" });
    const source = new FolderSource(scene.archive.folder);
    const half: ArchiveSource = {
      name: source.name,
      list: (prefix) => source.list(prefix),
      open: (version) => {
        if (version.key === cold)
          throw new UnreadableObject(version.key, version.versionId, "in cold storage");
        return source.open(version);
      },
    };
    const run = await scene.seal(FIRST, { archive: { source: half, path: "art12" } });
    expect(codes(run)).toEqual(["sealed-unread"]);
    expect(scene.said(1).details).toMatchObject({
      objects: [{ key: expect.stringContaining("warm") }],
      unreadable: [{ key: cold, reason: "in cold storage" }],
    });
    await scene.seal(SECOND);
    expect(scene.said(2).details.objects).toMatchObject([{ key: cold }]);
  });

  it("spreads what is too much for one seal over several, and each says whether more follows", async () => {
    const scene = new SealScene();
    for (let n = 0; n < 45; n++) scene.put("2026-03-09", { id: `o${n}`, events: 1 });
    const run = await scene.seal(FIRST, { limits: { ...SEAL_LIMITS, entries: 20 } });
    expect(run.seals.map(({ objects }) => objects)).toEqual([20, 20, 5]);
    expect([1, 2, 3].map((n) => scene.said(n).details.continues)).toEqual([true, true, false]);
    expect(new Set([1, 2, 3].flatMap((n) => scene.said(n).details.objects.map(({ key }) => key))).size).toBe(
      45,
    );
    expect(await scene.codes(FIRST)).toEqual([]);
  });

  it("goes on where a look broke off, however far back that look went", async () => {
    const scene = new SealScene();
    await scene.seal("2026-03-08");
    for (let n = 0; n < 45; n++) scene.put("2026-02-01", { id: `o${n}`, events: 1 });
    const limits = { ...SEAL_LIMITS, entries: 20 };
    let seals = 0;
    const store = scene.storeThat((key) => {
      if (key.startsWith("records/") && ++seals === 2) throw new Error("killed");
    });
    await expect(scene.seal(FIRST, { days: { all: true }, limits, store })).rejects.toThrow("killed");
    expect(scene.said(2).details.continues).toBe(true);
    const rest = await scene.seal(SECOND);
    expect(rest.window.from).toBe("2026-02-01");
    expect(rest.seals).toMatchObject([{ objects: 25 }]);
  });

  it("stands without time stamp when the authority is down, and says so of each", async () => {
    const scene = new SealScene();
    await scene.seal("2026-03-08");
    const { seals, findings } = await scene.seal(FIRST, { authority: nowhere() });
    expect(seals).toMatchObject([{ sequence: 2 }]);
    expect(findings.map(({ code, key }) => [code, key])).toEqual([
      ["not-time-stamped", "records/seal/000000000001.dsse.json"],
      ["not-time-stamped", "records/seal/000000000002.dsse.json"],
    ]);
  });

  it("tells the witness each seal, and one it did not hear of when a run broke off", async () => {
    const scene = new SealScene();
    const deaf = {
      name: "deaf",
      tell: () => Promise.reject(new Error("killed")),
      told: async function* () {},
    };
    await expect(scene.seal(FIRST, { witness: deaf })).rejects.toThrow("killed");
    await scene.seal(FIRST);
    expect(await scene.codes(FIRST)).toEqual([]);
  });

  it("makes an index that is missing again, and finds when an object is not what was sealed", async () => {
    const scene = new SealScene();
    const key = scene.put("2026-03-09");
    await scene.seal(FIRST);
    const [index] = scene.keys("index");
    expect(index).toBe("index/dt=20260310/000000000001.parquet");
    unlinkSync(scene.file(index!));
    expect((await scene.seal(FIRST)).indexes).toEqual([index]);
    rmSync(scene.file("index"), { recursive: true });
    const other = archivedLine(scene.emitter.emit("2026-03-09T08:00:00.000Z"));
    writeFileSync(path.join(scene.archive.folder, key), packed(other));
    const run = await scene.seal(FIRST);
    expect(codes(run)).toEqual(["sealed-digest-differs"]);
    expect(run.indexes).toEqual([]);
  });

  it("does not seal what is no archived object", async () => {
    const scene = new SealScene();
    scene.archive.put("art12/permission_testing/x.json", Buffer.from("{}"));
    scene.archive.put(objectKey("2026-03-09T08:00:00.000Z").replace("archive_", "other_"), packed("{}"));
    expect((await scene.seal(FIRST)).seals).toMatchObject([{ objects: 0 }]);
  });

  it("says in its subject, by digest, which objects it lists", async () => {
    const scene = new SealScene();
    scene.put("2026-03-09");
    await scene.seal(FIRST);
    const peeked = peekRecord(readFileSync(scene.sealFile(1)));
    expect(typeof peeked !== "string" && peeked.said.statement.subject).toEqual([
      {
        name: "a local copy of the archive 2026-03-09 to 2026-03-11",
        digest: { sha256: sha256Hex(canonicalString(scene.said(1).details.objects)) },
      },
    ]);
  });
});
