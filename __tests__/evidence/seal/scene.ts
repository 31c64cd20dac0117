import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FolderSource } from "../../../evidence/archive";
import { canonicalString } from "../../../evidence/event";
import { appendRecord, FolderRecordStore, recordKey, type RecordStore } from "../../../evidence/records";
import { signEnvelope } from "../../../evidence/records/envelope";
import {
  readSeal,
  sealArchive,
  verifySeals,
  witnessAt,
  type Seal,
  type SealJob,
  type SealRun,
  type SealsVerification,
} from "../../../evidence/seal";
import type { TimeStampAuthority } from "../../../evidence/seal";
import { temporaryFolder } from "../../temporary";
import { archivedLine, objectKey, packed, TestArchive, TestEmitter } from "../archive/corpus";
import { actors, ringWith, type Actor } from "../records/actors";
import { decision } from "../records/streams";

/** A clock; all days of the scenes are in the past of whoever runs the tests. */
export const morning = (day: string): Date => new Date(`${day}T03:00:00.000Z`);

/** An archive, a vault for seals and a witness, as folders. */
export class SealScene {
  readonly archive = new TestArchive();
  readonly vault = temporaryFolder();
  readonly witnessFile = path.join(temporaryFolder(), "witness.ndjson");
  readonly emitter = new TestEmitter();

  /** The same again, in folders of its own. */
  copy(): SealScene {
    const copy = new SealScene();
    for (const [from, to] of [
      [this.archive.folder, copy.archive.folder],
      [this.vault, copy.vault],
      [this.witnessFile, copy.witnessFile],
    ] as const)
      if (existsSync(from)) cpSync(from, to, { recursive: true, preserveTimestamps: true });
    return copy;
  }

  /** A store that remembers nothing. */
  get store(): RecordStore {
    return new FolderRecordStore(this.vault);
  }

  /** The store, with something done before each write. */
  storeThat(before: (key: string) => void): RecordStore {
    const { store } = this;
    return {
      name: store.name,
      putIfAbsent: async (key, bytes) => {
        before(key);
        return store.putIfAbsent(key, bytes);
      },
      list: (prefix, after) => store.list(prefix, after),
      streams: () => store.streams(),
      read: (version) => store.read(version),
    };
  }

  /** Puts an object with events of that day; returns its key. */
  put(day: string, { id = "a1", events = 2, hour = "08", version }: PutOptions = {}): string {
    const time = `${day}T${hour}:00:00.000Z`;
    const lines = Array.from({ length: events }, () => archivedLine(this.emitter.emit(time)));
    const key = objectKey(time, id);
    this.archive.put(key, packed(...lines), version, `${day}T${hour}:05:00.000Z`);
    return key;
  }

  /** A run on the morning of `day`. */
  seal(day: string, changes: Partial<SealJob> = {}): Promise<SealRun> {
    return sealArchive({
      archive: { source: new FolderSource(this.archive.folder), path: "art12" },
      store: this.store,
      signer: actors.detector.signer,
      witness: witnessAt(this.witnessFile),
      work: temporaryFolder(),
      now: () => morning(day),
      ...changes,
    });
  }

  /** Verifies on the evening of `day`, with the witness but without time stamps unless told. */
  async verify(
    day: string,
    changes: Partial<Parameters<typeof verifySeals>[2]> = {},
  ): Promise<SealsVerification> {
    return verifySeals(this.store, ringWith(), {
      archivePath: "art12",
      witness: witnessAt(this.witnessFile),
      work: temporaryFolder(),
      now: new Date(`${day}T23:00:00.000Z`),
      ...changes,
    });
  }

  /** Codes of the findings, of the stream's own check too, without those that only tell that nothing was stamped. */
  async codes(day: string, changes: Partial<Parameters<typeof verifySeals>[2]> = {}): Promise<string[]> {
    const { findings, stream } = await this.verify(day, changes);
    const codes = [...stream.findings, ...findings].map(({ code }) => code);
    return codes.filter((code) => code !== "not-time-stamped").sort();
  }

  get source(): FolderSource {
    return new FolderSource(this.archive.folder);
  }

  file(key: string): string {
    return path.join(this.vault, key);
  }

  sealFile(sequence: number): string {
    return this.file(recordKey("seal", sequence));
  }

  /** What a seal says, at its word. */
  said(sequence: number): Seal {
    const seal = readSeal(readFileSync(this.sealFile(sequence)), sequence);
    if (typeof seal === "string") throw new Error(seal);
    return seal;
  }

  /** Signs a seal again, with other details. */
  async rewrite(sequence: number, by: Actor, change: (details: Seal["details"]) => object): Promise<void> {
    const { payload } = JSON.parse(readFileSync(this.sealFile(sequence), "utf8")) as { payload: string };
    const statement = JSON.parse(Buffer.from(payload, "base64").toString()) as {
      predicate: { details: Seal["details"] };
    };
    const details = { ...statement.predicate.details, ...change(statement.predicate.details) };
    const text = canonicalString({ ...statement, predicate: { ...statement.predicate, details } });
    writeFileSync(this.sealFile(sequence), await signEnvelope(Buffer.from(text), by.signer));
  }

  /** Keys below a folder of the vault. */
  keys(folder: string): string[] {
    if (!existsSync(this.file(folder))) return [];
    return readdirSync(this.file(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(path.relative(this.vault, entry.parentPath), entry.name))
      .sort();
  }

  removeObject(key: string): void {
    rmSync(path.join(this.archive.folder, key));
  }

  /** Appends a decision of the gate: another stream. */
  async decide(day: string): Promise<void> {
    await appendRecord(this.store, actors.gate.signer, decision(), { now: () => morning(day) });
  }
}

interface PutOptions {
  readonly id?: string;
  readonly events?: number;
  readonly hour?: string;
  readonly version?: string;
}

/** An authority that is not there. */
export const nowhere = (caFile = "/dev/null"): TimeStampAuthority => ({ url: "http://127.0.0.1:1/", caFile });
