import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  checkExportRecord,
  findExportRecord,
  parsePeriod,
  recordExport,
  type ExportRequest,
} from "../../../evidence/export";
import {
  FolderRecordStore,
  peekRecord,
  readRecord,
  verifyStream,
  type RecordStore,
} from "../../../evidence/records";
import { temporaryFolder } from "../../temporary";
import { TestArchive, TestEmitter } from "../archive/corpus";
import { actors, ringWith } from "../records/actors";
import { exported } from "./bundles";

const { signer } = actors.exporter;

async function bundle(reference?: string) {
  const emitter = new TestEmitter();
  const archive = new TestArchive().putEvents(
    emitter.emit("2026-11-24T08:00:00.000Z", "emitter_start"),
    emitter.emit("2026-11-24T09:00:00.000Z", "emitter_stop"),
  );
  return exported(archive, { target: { signer }, ...(reference !== undefined && { reference }) });
}

async function statementIn(store: RecordStore, key: string) {
  const record = await readRecord(store, key);
  const peeked = peekRecord(record!.bytes as Buffer);
  if (typeof peeked === "string") throw new Error(peeked);
  return peeked.said.statement;
}

/** A store that refuses to write. */
class Refusing extends FolderRecordStore {
  override putIfAbsent(): never {
    throw new Error("the disk is full");
  }
}

describe("The record of an export", () => {
  it("names the bundle by its manifest's digest, what was asked, and what came of it; it verifies", async () => {
    const { out, manifest } = await bundle("file 12/26");
    const store = new FolderRecordStore(temporaryFolder());
    const record = await recordExport(store, signer, out, manifest);
    expect(record).toMatchObject({ key: "records/exports/000000000001.dsse.json", reference: "file 12/26" });
    const sha256 = createHash("sha256")
      .update(readFileSync(path.join(out, "manifest.json")))
      .digest("hex");
    expect(await statementIn(store, record.key)).toMatchObject({
      subject: [{ name: "manifest.json", digest: { sha256 } }],
      predicate: {
        role: "exporter",
        details: {
          system: "credit-scoring",
          environment: "sandbox",
          period: { from: "2026-11-24T00:00:00.000Z", to: "2026-11-25T00:00:00.000Z" },
          requestReference: "file 12/26",
          events: 2,
          findings: 0,
        },
      },
    });
    expect(await verifyStream(store, "exports", ringWith())).toMatchObject({ records: 1, findings: [] });
  });

  it.each([
    ["has letters beyond ASCII", "Aktenzeichen für 12/26"],
    ["is of several lines", "12/26\n13/26"],
  ])("leaves a reference to the manifest that %s", async (_, reference) => {
    const { out, manifest } = await bundle(reference);
    const store = new FolderRecordStore(temporaryFolder());
    const record = await recordExport(store, signer, out, manifest);
    expect(record.reference).toBeUndefined();
    const { predicate } = await statementIn(store, record.key);
    expect(predicate.details).not.toHaveProperty("requestReference");
  });

  it("is found again by the bundle, among others and unreadable ones", async () => {
    const [first, second] = [await bundle("1"), await bundle("2")];
    const store = new FolderRecordStore(temporaryFolder());
    await recordExport(store, signer, first.out, first.manifest);
    expect(await findExportRecord(store, second.out)).toBeUndefined();
    await store.putIfAbsent("records/exports/000000000002.dsse.json", Buffer.from("no record"));
    const { key } = await recordExport(store, signer, second.out, second.manifest);
    expect(await findExportRecord(store, second.out)).toBe(key);
  });

  it("that a secret in the reference would keep from being written is refused before the export", async () => {
    const store = new FolderRecordStore(temporaryFolder());
    const request: ExportRequest = {
      system: "credit-scoring",
      environment: "sandbox",
      period: parsePeriod("2026-11-24", "2026-11-24"),
    };
    await expect(checkExportRecord(store, request)).resolves.toBeUndefined();
    const withSecret = { ...request, reference: "AKIAIOSFODNN7EXAMPLE" };
    await expect(checkExportRecord(store, withSecret)).rejects.toMatchObject({ code: "record-invalid" });
    expect(await store.streams()).toEqual([]);
  });

  it("that cannot be written leaves the bundle, and says how to write the record alone", async () => {
    const { out, manifest } = await bundle();
    const unfit = { ...signer, sign: async () => Buffer.from("no signature") };
    const store = new FolderRecordStore(temporaryFolder());
    await expect(recordExport(store, unfit, out, manifest)).rejects.toMatchObject({
      code: "export-not-recorded",
      problems: [
        { where: out, fix: expect.stringContaining("writes the record alone") },
        { code: "record-signature-unusable" },
      ],
    });
    expect(JSON.parse(readFileSync(path.join(out, "manifest.json"), "utf8"))).toMatchObject({ request: {} });
  });

  it("passes on what it does not know", async () => {
    const { out, manifest } = await bundle();
    const store = new Refusing(mkdtempSync(path.join(temporaryFolder(), "s")));
    await expect(recordExport(store, signer, out, manifest)).rejects.toThrow("the disk is full");
  });
});
