import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { FolderSource } from "../../../evidence/archive";
import type { GivenCount } from "../../../evidence/completeness";
import { BUNDLE_FILES } from "../../../evidence/export";
import { FolderRecordStore, type KeyRing } from "../../../evidence/records";
import { sealArchive } from "../../../evidence/seal";
import { verifyBundle } from "../../../evidence/verify";
import { startAuthority } from "../../../sandbox/timestamp-authority/server";
import { temporaryFolder } from "../../temporary";
import { type Json, archivedLine, objectKey, packed, TestArchive, TestEmitter } from "../archive/corpus";
import { keys, putCheckpoints, ringWith } from "../completeness/checkpoints";
import { exported, newKeyFile } from "../export/bundles";
import { actors, ringWith as recordRing } from "../records/actors";

const at = (clock: string, day = "24") => `2026-11-${day}T${clock}.000Z`;

/**
 * A bundle with something of everything: three emitters, a gap, a neighbour, a duplicate, a conflict, a broken object,
 * checkpoints with one by a stranger, a count that differs, and a time-stamped seal.
 */
export async function richBundle(): Promise<string> {
  const archive = new TestArchive();
  const [one, two, three] = ["api.1", "api.2", "api.3"].map((id) => new TestEmitter(id));
  archive.putEvents(
    one!.emit(at("22:00:00", "23"), "emitter_start"),
    one!.emit(at("08:00:00")),
    one!.emit(at("09:00:00")),
  );
  one!.lose(at("10:00:00"));
  archive.putEvents(one!.emit(at("11:00:00")), one!.emit(at("01:00:00", "25"), "emitter_stop"));
  const same = { event_id: "01939d00-0000-7000-8000-00000000beef" };
  const whole = two!.emit(at("12:00:00"), "emitter_start");
  archive.putEvents(whole, two!.emit(at("13:00:00"), "inference", same));
  const repeated = three!.emit(at("14:00:00"), "inference", same);
  archive.put(objectKey(at("14:00:00"), "x"), packed(archivedLine(repeated), archivedLine(repeated)));
  // Silent in the period, and something of it is missing there.
  const silent = new TestEmitter("api.0");
  archive.putEvents(silent.emit(at("20:00:00", "23")));
  silent.lose(at("12:00:00"));
  archive.putEvents(silent.emit(at("02:00:00", "25")));
  archive.put(objectKey(at("15:00:00")), Buffer.from("not gzip"));
  await putCheckpoints(archive, [whole]);
  await putCheckpoints(archive, [repeated], { by: keys.stranger });
  const { out } = await exported(archive, {
    request: {
      ...(await sealed(archive)),
      keyRing: new Map([...ringWith(), ...recordRing()]),
      expectedEmitters: [{ service: "api", at_least: 9 }],
      independentCount: givenCount(99),
    },
  });
  return out;
}

/** The seals of an archive, made now, and the certificate of their time stamps. */
async function sealed({ folder }: TestArchive) {
  const authority = await startAuthority(temporaryFolder());
  const seals = new FolderRecordStore(temporaryFolder());
  await sealArchive({
    archive: { source: new FolderSource(folder), path: "art12" },
    store: seals,
    signer: actors.detector.signer,
    authority,
    work: temporaryFolder(),
  });
  await authority.stop();
  return { seals, timestampCa: authority.caFile };
}

/** An independent count of the day's log events. */
export function givenCount(count: number): GivenCount {
  const counts = [{ from: at("00:00:00"), to: at("00:00:00", "25"), count }];
  const said = { source: "RequestCount", unit: "log_events" as const, counts };
  return { bytes: Buffer.from(JSON.stringify(said)), said };
}

/** A copy of a bundle, to be spoilt. */
export function copyOf(bundle: string): string {
  const copy = path.join(temporaryFolder(), "bundle");
  cpSync(bundle, copy, { recursive: true });
  return copy;
}

export const read = (bundle: string, name: string) => readFileSync(path.join(bundle, name));
export const write = (bundle: string, name: string, bytes: string | Buffer) =>
  writeFileSync(path.join(bundle, name), bytes);

export function changeJson(bundle: string, name: string, change: (value: Json) => unknown): void {
  const value: unknown = JSON.parse(read(bundle, name).toString());
  write(bundle, name, JSON.stringify(change(value) ?? value, undefined, 2));
}

export function changeLines(bundle: string, change: (lines: string[]) => string[]): void {
  const lines = gunzipSync(read(bundle, "events.ndjson.gz")).toString().split("\n").slice(0, -1);
  write(
    bundle,
    "events.ndjson.gz",
    gzipSync(
      change(lines)
        .map((line) => `${line}\n`)
        .join(""),
    ),
  );
}

const forger = newKeyFile();

/** Makes a spoilt bundle agree with its sums again and signs it, as a forger could with a key of his own. */
export function forge(bundle: string): string {
  const key = createPrivateKey(readFileSync(forger));
  const publicKey = createPublicKey(key);
  write(bundle, "exporter.pub.pem", publicKey.export({ type: "spki", format: "pem" }).toString());
  const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
  changeJson(bundle, "manifest.json", (manifest) => {
    manifest.signing_key.fingerprint = digest(publicKey.export({ type: "spki", format: "der" }));
    manifest.files = contentOf(bundle).map((name) => {
      const bytes = read(bundle, name);
      return { name, bytes: bytes.length, sha256: digest(bytes) };
    });
  });
  const names = [...contentOf(bundle), BUNDLE_FILES.manifest].sort();
  const sums = Buffer.from(names.map((name) => `${digest(read(bundle, name))}  ${name}\n`).join(""));
  write(bundle, BUNDLE_FILES.sums, sums);
  write(bundle, BUNDLE_FILES.signature, sign("sha256", sums, key));
  return bundle;
}

function contentOf(bundle: string): string[] {
  return [
    ...BUNDLE_FILES.content,
    ...BUNDLE_FILES.optional.filter((name) => existsSync(path.join(bundle, name))),
  ];
}

/** The checks that a bundle does not pass, as `check file: reason`. */
export async function failures(bundle: string, publicKey?: string, keyRing?: KeyRing): Promise<string[]> {
  const { checks, verified } = await verifyBundle(bundle, { publicKey, keyRing });
  const failed = checks.filter(({ verdict }) => verdict !== "met");
  expect(verified).toBe(failed.length === 0);
  return failed.map(({ check, file, reason }) => `${check} ${file ?? "-"}: ${reason}`);
}
