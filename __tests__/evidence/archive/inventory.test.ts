import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { FolderSource, takeInventory } from "../../../evidence/archive";
import { objectKey, TestArchive } from "./corpus";

const DAY = "2026-11-24";
const KEY = objectKey(`${DAY}T21:00:00.000Z`);
const inventory = (archive: TestArchive) => takeInventory(new FolderSource(archive.folder), "art12", [DAY]);

test("an object rewritten after a time-out is read in both versions, and named", async () => {
  const archive = new TestArchive()
    .put(KEY, Buffer.from("b"), "later", "2026-11-25")
    .put(KEY, Buffer.from("a"), "first", "2026-11-24");
  const { versions, findings } = await inventory(archive);
  expect(versions.map(({ versionId }) => versionId)).toEqual(["first", "later"]);
  expect(findings).toMatchObject([{ code: "several-versions", key: KEY }]);
  expect(findings[0]!.reason).toContain("first (2026-11-24T00:00:00.000Z), later (2026-11-25");
});

test("an object that somebody deleted is still read, and the delete marker is named", async () => {
  const archive = new TestArchive().put(KEY, Buffer.from("a"), "v1").putDeleteMarker(KEY, "m1");
  const { versions, findings } = await inventory(archive);
  expect(versions.map(({ versionId }) => versionId)).toEqual(["v1"]);
  expect(findings).toMatchObject([{ code: "delete-marker", key: KEY, version_id: "m1" }]);
});

test("a name that no archive writes is named, not read", async () => {
  const key = `art12/dt=20261124/hour=21/copy of archive.json.gz`;
  const { versions, findings } = await inventory(new TestArchive().put(key, Buffer.from("a")));
  expect(versions).toEqual([]);
  expect(findings).toMatchObject([{ code: "unknown-key", key }]);
});

test("permission tests and other days are left alone", async () => {
  const archive = new TestArchive()
    .put("art12/permission_testing/probe.json", Buffer.from("{}"))
    .put(objectKey("2026-11-20T21:00:00.000Z"), Buffer.from("a"));
  expect(await inventory(archive)).toEqual({ versions: [], findings: [] });
});

test("links in a local copy are not followed", async () => {
  const archive = new TestArchive();
  const link = path.join(archive.folder, KEY);
  mkdirSync(path.dirname(link), { recursive: true });
  symlinkSync("/etc/passwd", link);
  expect((await inventory(archive)).versions).toEqual([]);
});

test("a folder that is not there is the user's fault, said as such", async () => {
  const source = new FolderSource("/nowhere/at/all");
  await expect(takeInventory(source, "art12", [DAY])).rejects.toMatchObject({
    code: "archive-folder-missing",
  });
});
