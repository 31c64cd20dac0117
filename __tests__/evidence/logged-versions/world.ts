import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Readable } from "node:stream";
import { rmSync } from "node:fs";
import {
  documentKey,
  FolderDocumentStore,
  keepDocument,
  loadedFolderDigest,
} from "../../../evidence/documentation";
import { canonicalString, sha256Hex } from "../../../evidence/event";
import {
  checkLoggedVersions,
  type CheckedVersions,
  type CheckingVersions,
  type RegisteredVersions,
} from "../../../evidence/logged-versions";
import { FolderSource } from "../../../evidence/archive";
import { appendRecord, FolderRecordStore, type Details, type RecordDraft } from "../../../evidence/records";
import { repositoryConfigs } from "../../stacks/synthesized";
import { temporaryFolder } from "../../temporary";
import { archivedLine, objectKey, packed, TestArchive, TestEmitter, type Json } from "../archive/corpus";
import { actors, ringWith, type Actor } from "../records/actors";

/** The registered model of credit-scoring, as configs/systems/credit-scoring.yaml declares it. */
export const MODEL = repositoryConfigs().systems.find(({ id }) => id === "credit-scoring")!.registeredModel;
const HOUR_MS = 60 * 60_000;
/** The day that is looked at. All times are told from its beginning. */
const DAY = "2026-11-20";
export const hours = (count: number): string =>
  new Date(Date.parse(`${DAY}T00:00:00.000Z`) + count * HOUR_MS).toISOString();

/** Digest of no bytes at all. */
export const EMPTY = sha256Hex("");

const FILES = [
  { path: "MLmodel", bytes: 3, sha256: sha256Hex("MLmodel") },
  { path: "model.pkl", bytes: 9, sha256: sha256Hex("weights") },
  { path: "code/__init__.py", bytes: 0, sha256: EMPTY },
];
const MANIFEST = canonicalString(FILES);
/** By which a decision names the files. */
export const MANIFEST_DIGEST = sha256Hex(MANIFEST);
/** What an application logs that loaded the folder which was decided on, and one that loaded the file. */
export const LOADED = loadedFolderDigest(FILES);
export const LOADED_FILE = FILES[1]!.sha256;

export const run = (letter: string): string => letter.repeat(32);

type Decision = Details<"gate-decision">;

/** A vault with decisions, a log, and a check of it. */
export class World {
  readonly dir = temporaryFolder();
  readonly records = new FolderRecordStore(this.dir);
  readonly documents = new FolderDocumentStore(this.dir);
  readonly archive = new TestArchive();
  readonly #emitters = new Map<string, TestEmitter>();

  static async made(): Promise<World> {
    const world = new World();
    const bytes = Buffer.from(MANIFEST);
    const document = { sha256: sha256Hex(MANIFEST), bytes: bytes.length };
    await keepDocument(world.documents, document, async () => Readable.from([bytes]));
    return world;
  }

  /** The gate decided something, so many hours after the day began. */
  async decide(
    at: number,
    act: Decision["act"],
    version: string,
    more: { readonly run?: string; readonly by?: Actor; readonly details?: object } = {},
  ): Promise<string> {
    const model = {
      ...{ name: MODEL, version, createdAt: 1, runId: more.run ?? run("a"), modelId: "" },
      ...{ evidenceSha256: "e".repeat(64), artifactSha256: sha256Hex(MANIFEST) },
    };
    const details = {
      ...{ id: randomUUID(), act, environment: "sandbox", system: "credit-scoring", model },
      principal: { issuer: "https://id.example", subject: "u-1", name: "ada", kind: "person", via: "bearer" },
      ...(act === "approve" && { modification: { class: "predetermined", why: "as foreseen" } }),
      ...(/promote|roll-back/.test(act) && {
        approval: { id: "a-1", record: "records/gate/000000000001.dsse.json" },
      }),
      ...(/promote|roll-back|withdraw|break-glass/.test(act) && {
        door: { kind: "alias", name: "champion" },
      }),
      ...(act === "break-glass" && {
        breakGlass: { reason: "scores are wrong", until: hours(at + 1), second: "eve" },
      }),
      ...more.details,
    } as unknown as Decision;
    const draft: RecordDraft<"gate-decision"> = {
      ...{ stream: "gate", kind: "gate-decision", role: "gate", details },
      subject: [{ name: "decision", digest: { sha256: sha256Hex(details.id) } }],
    };
    const now = () => new Date(hours(at));
    return (await appendRecord(this.records, (more.by ?? actors.gate).signer, draft, { now })).key;
  }

  /** An application decided on something, and logged it: by default with the version and bytes that were let in. */
  log(
    at: number,
    version: string,
    more: {
      readonly model?: object;
      readonly system?: string;
      readonly writtenHours?: number;
      readonly change?: (line: Json) => void;
    } = {},
  ): this {
    const { system = "credit-scoring" } = more;
    const emitter = this.#emitters.get(system) ?? new TestEmitter(`${system}.1f0e`, system);
    this.#emitters.set(system, emitter);
    const model = { name: MODEL, version, run_id: run("a"), artifact_sha256: LOADED, ...more.model };
    const event = emitter.emit(hours(at), "inference", { model });
    const key = objectKey(event.time, randomUUID().slice(0, 8));
    this.archive.put(
      key,
      packed(archivedLine(event, more.change)),
      undefined,
      hours(more.writtenHours ?? at + 1),
    );
    return this;
  }

  /** An emitter lived, and had nothing to decide on. */
  heartbeat(at: number): this {
    const event = new TestEmitter("credit-scoring.2f0e").emit(hours(at), "emitter_heartbeat", {
      heartbeat_seconds: 60,
    });
    this.archive.put(objectKey(event.time, "hb"), packed(archivedLine(event)), undefined, hours(at + 1));
    return this;
  }

  loseManifest(): this {
    rmSync(join(this.dir, documentKey(sha256Hex(MANIFEST))));
    return this;
  }

  check(more: Partial<CheckingVersions> = {}): Promise<CheckedVersions> {
    return checkLoggedVersions({
      environment: "sandbox",
      systems: repositoryConfigs().systems.filter(({ id }) => id === "credit-scoring"),
      archive: { source: new FolderSource(this.archive.folder), path: "art12" },
      period: { from: hours(0), to: hours(24) },
      ...{ records: this.records, documents: this.documents, ring: ringWith(), graceMinutes: 60 },
      work: temporaryFolder(),
      ...more,
    });
  }

  /** `code version: found` of each finding. */
  async found(more: Partial<CheckingVersions> = {}): Promise<readonly string[]> {
    return (await this.check(more)).findings.map(
      ({ code, version, found }) => `${code} ${version ?? "-"}: ${found}`,
    );
  }
}

/** An MLflow that knows these versions, each with its run; or that does not answer. */
export function mlflowWith(runs: Readonly<Record<string, string>> | string): RegisteredVersions {
  return {
    name: "http://mlflow",
    async version(_, version) {
      if (typeof runs === "string") return runs;
      const runId = runs[version];
      return runId === undefined ? undefined : { runId };
    },
  };
}
