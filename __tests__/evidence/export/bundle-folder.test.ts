import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FolderSource, type ObjectVersion } from "../../../evidence/archive";
import { verifyBundle } from "../../../evidence/verify";
import { temporaryFolder } from "../../temporary";
import { TestArchive, TestEmitter } from "../archive/corpus";
import { exported, jsonIn } from "./bundles";

const archive = () => new TestArchive().putEvents(new TestEmitter().emit("2026-11-24T08:00:00.000Z"));
const newOut = () => path.join(temporaryFolder(), "bundle");

test("a bundle that is there is not overwritten", async () => {
  const { out } = await exported(archive());
  await expect(exported(archive(), { target: { out } })).rejects.toMatchObject({ code: "bundle-exists" });
});

test("with force the new bundle takes the place of the old one, and nothing else is left", async () => {
  const { out } = await exported(archive());
  const { manifest } = await exported(archive(), { reference: "second", target: { out, force: true } });
  expect(jsonIn(out, "manifest.json").request.reference).toBe("second");
  expect(manifest.request.reference).toBe("second");
  expect(readdirSync(path.dirname(out))).toEqual(["bundle"]);
});

test.each(["folder", "file"])("force does not replace a %s that is no bundle", async (kind) => {
  const out = newOut();
  if (kind === "file") writeFileSync(out, "mine");
  else {
    mkdirSync(out);
    writeFileSync(path.join(out, "thesis.docx"), "mine");
  }
  await expect(exported(archive(), { target: { out, force: true } })).rejects.toMatchObject({
    code: "bundle-exists",
  });
  expect(existsSync(out)).toBe(true);
});

test("an export that fails leaves nothing that looks like a bundle, but what it read: the next goes on with it", async () => {
  const out = newOut();
  const whole = archive();
  const signer = { publicKeyPem: "", sign: () => Promise.reject(new Error("the key is gone")) };
  await expect(exported(whole, { target: { out, signer } })).rejects.toThrow();
  expect(readdirSync(path.dirname(out))).toEqual(["bundle.partial"]);
  expect(readdirSync(`${out}.partial`).sort()).toEqual(["INCOMPLETE", "request.json", "segments"]);
  const { manifest } = await exported(whole, { source: new Unread(whole.folder), target: { out } });
  expect(manifest.counts.events).toBe(1);
  expect(readdirSync(path.dirname(out))).toEqual(["bundle"]);
});

test("an export that fails before anything was read leaves nothing", async () => {
  const out = newOut();
  const source = new FolderSource(path.join(temporaryFolder(), "absent"));
  await expect(exported(archive(), { source, target: { out } })).rejects.toThrow();
  expect(readdirSync(path.dirname(out))).toEqual([]);
});

/** An archive that can be listed, and not read. */
class Unread extends FolderSource {
  override async open(): Promise<never> {
    throw new Error("it was to be read already");
  }
}

async function failingExport(out: string, whole: TestArchive, wish: Parameters<typeof exported>[1] = {}) {
  const signer = { publicKeyPem: "", sign: () => Promise.reject(new Error("the key is gone")) };
  await exported(whole, { ...wish, target: { out, signer } }).catch(() => undefined);
}

test.each([
  ["of another period", { from: "2026-11-23" }],
  ["of another system", { system: "cv-screening" }],
])("an export %s does not go on with what is left", async (_, wish) => {
  const out = newOut();
  const whole = archive();
  await failingExport(out, whole, wish);
  const source = new Unread(whole.folder);
  await expect(exported(whole, { source, target: { out } })).rejects.toThrow("it was to be read already");
});

test("objects that came meanwhile are read, and the others not again", async () => {
  const out = newOut();
  const emitter = new TestEmitter();
  const whole = new TestArchive().putEvents(emitter.emit("2026-11-23T08:00:00.000Z"));
  await failingExport(out, whole, { from: "2026-11-23", to: "2026-11-24" });
  whole.putEvents(emitter.emit("2026-11-24T08:00:00.000Z"));
  const opened: string[] = [];
  class Watched extends FolderSource {
    override async open(version: ObjectVersion) {
      opened.push(version.key);
      return super.open(version);
    }
  }
  const wish = { from: "2026-11-23", to: "2026-11-24", source: new Watched(whole.folder), target: { out } };
  const { manifest } = await exported(whole, wish);
  expect(manifest.counts.events).toBe(2);
  expect(opened).toEqual([expect.stringContaining("dt=20261124")]);
});

test.each(["entries", "rows", "owners"])("what is left with its %s cut is read anew", async (kind) => {
  const out = newOut();
  const whole = archive();
  await failingExport(out, whole);
  const [file] = readdirSync(`${out}.partial/segments`).filter((name) => name.endsWith(`.${kind}`));
  truncateSync(`${out}.partial/segments/${file}`, 10);
  const { manifest, out: made } = await exported(whole, { target: { out } });
  expect(manifest.counts.events).toBe(1);
  expect(await verifyBundle(made)).toMatchObject({ verified: true });
});

test("two exports do not work in one folder at a time", async () => {
  const out = newOut();
  const whole = archive();
  await failingExport(out, whole);
  const running = spawn(process.execPath, ["-e", "setTimeout(() => undefined, 60000)"]);
  try {
    const request = JSON.parse(readFileSync(`${out}.partial/request.json`, "utf8"));
    writeFileSync(`${out}.partial/request.json`, JSON.stringify({ ...request, pid: running.pid }));
    await expect(exported(whole, { target: { out } })).rejects.toMatchObject({
      code: "bundle-in-the-making",
    });
  } finally {
    running.kill("SIGKILL");
    await once(running, "exit");
  }
  expect((await exported(whole, { target: { out } })).manifest.counts.events).toBe(1);
});

test("a full disk is told as such, and leaves nothing that looks like a bundle", async () => {
  const out = newOut();
  class FullDisk extends FolderSource {
    override async open(): Promise<never> {
      throw Object.assign(new Error("write"), { code: "ENOSPC" });
    }
  }
  const source = new FullDisk(archive().folder);
  await expect(exported(archive(), { source, target: { out } })).rejects.toMatchObject({
    code: "bundle-disk-full",
  });
  expect(readdirSync(path.dirname(out))).toEqual([]);
});

test("what a crash left is not a bundle by its name, and the next try clears it away", async () => {
  const out = newOut();
  mkdirSync(`${out}.partial`);
  writeFileSync(`${out}.partial/INCOMPLETE`, "");
  writeFileSync(`${out}.partial/events.parquet`, "half");
  await exported(archive(), { target: { out } });
  expect(readdirSync(path.dirname(out))).toEqual(["bundle"]);
  expect(readdirSync(out)).not.toContain("INCOMPLETE");
});

test("a folder of somebody else's with the working name is left alone", async () => {
  const out = newOut();
  mkdirSync(`${out}.partial`);
  writeFileSync(`${out}.partial/notes.txt`, "mine");
  await expect(exported(archive(), { target: { out } })).rejects.toMatchObject({
    code: "bundle-partial-foreign",
  });
  expect(readdirSync(`${out}.partial`)).toEqual(["notes.txt"]);
});

test("a connection that breaks off is tried again, and no event is taken twice", async () => {
  const whole = archive();
  let failures = 0;
  class Shaky extends FolderSource {
    override async open(version: Parameters<FolderSource["open"]>[0]) {
      const stream = await super.open(version);
      if (failures++ < 2)
        stream.on("data", () => stream.destroy(Object.assign(new Error("reset"), { code: "ECONNRESET" })));
      return stream;
    }
  }
  const { manifest } = await exported(whole, { source: new Shaky(whole.folder) });
  expect(manifest.counts).toMatchObject({ events: 1, duplicates: 0 });
  expect(failures).toBe(3);
});
