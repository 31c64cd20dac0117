import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FolderSource } from "../../../evidence/archive";
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

test("an export that fails leaves nothing that looks like a bundle", async () => {
  const out = newOut();
  const signer = { publicKeyPem: "", sign: () => Promise.reject(new Error("the key is gone")) };
  await expect(exported(archive(), { target: { out, signer } })).rejects.toThrow();
  expect(readdirSync(path.dirname(out))).toEqual([]);
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
