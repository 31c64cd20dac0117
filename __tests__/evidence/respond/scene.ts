import { createHash } from "node:crypto";
import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chainHtml } from "../../../evidence/chain";
import { LINK_IDS, type ChainAnswer } from "../../../evidence/chain/model";
import { FolderSource } from "../../../evidence/archive";
import { FolderDocumentStore, keepDocument } from "../../../evidence/documentation";
import { documentHtml } from "../../../evidence/documents";
import type { GeneratedDocument } from "../../../evidence/documents/document";
import { canonicalString } from "../../../evidence/event";
import type { BundleTarget } from "../../../evidence/export";
import {
  appendRecord,
  FolderRecordStore,
  type Details,
  type RecordDraft,
  type RecordKind,
  type Role,
} from "../../../evidence/records";
import {
  Redactions,
  respond,
  type ResponseContents,
  type ResponseManifest,
  type ResponseRequest,
  type ResponseSources,
} from "../../../evidence/respond";
import { sealArchive } from "../../../evidence/seal";
import { verifyResponse } from "../../../evidence/verify";
import { temporaryFolder } from "../../temporary";
import { TestArchive, TestEmitter } from "../archive/corpus";
import { actors, ringWith } from "../records/actors";
import { refused } from "../records/streams";

/** The day that is asked about; long past for whoever runs the tests. */
export const DAY = "2026-03-10";
const at = (clock: string, day = DAY) => `${day}T${clock}.000Z`;

/** Two persons' cases, by the keyed digests of their numbers. */
export const ADA = "a1".repeat(32);
export const BEN = "b2".repeat(32);

const PRINCIPAL = { issuer: "https://id.example", subject: "u-17", name: "Ada", kind: "person", via: "bearer" } as const; // prettier-ignore
const DIGEST = "ab".repeat(32);

/** What stands in a document, and in no other place: so that it is noticed wherever it comes out. */
export const IN_EVIDENCE = "metrics-of-the-promotion";
export const IN_AUDIT = "somebody-signed-in";

const PLAN: GeneratedDocument = {
  name: "logging-plan",
  title: "Logging plan",
  subject: ["credit-scoring", "sandbox"],
  markdown: "# Logging plan\n\n| Asked for | State |\n| --- | --- |\n| who is responsible | **missing** |\n",
  elements: [{ ref: "annex-iv:9", asked: "who is responsible", state: "missing", note: "the system's file says nobody" }], // prettier-ignore
};

/** A vault as a folder: a log with two persons' cases, a seal, and records of this system, of another one, and of all. */
export class RespondScene {
  readonly archive = new TestArchive();
  readonly records = new FolderRecordStore(this.archive.folder);
  readonly documents = new FolderDocumentStore(this.archive.folder);
  /** Event ids by person. */
  readonly events: Record<"ada" | "ben", string[]> = { ada: [], ben: [] };

  static async make(): Promise<RespondScene> {
    const scene = new RespondScene();
    scene.#log();
    await scene.#records();
    await sealArchive({
      archive: { source: new FolderSource(scene.archive.folder), path: "art12" },
      store: scene.records,
      signer: actors.detector.signer,
      work: temporaryFolder(),
      days: { all: true },
      now: () => new Date(at("03:00:00", "2026-03-11")),
    });
    return scene;
  }

  #log(): void {
    const emitter = new TestEmitter();
    const of = (digest: string) => ({ case_ref: { key_id: "cases-1", digest } });
    const start = emitter.emit(at("08:00:00"), "emitter_start");
    const ada = emitter.emit(at("09:00:00"), "inference", of(ADA));
    const ben = emitter.emit(at("09:10:00"), "inference", of(BEN));
    const outcome = { refers_to: ada.event_id, outcome: "repaid" };
    const later = emitter.emit(at("10:00:00"), "outcome", outcome);
    const bens = emitter.emit(at("10:05:00"), "outcome", { refers_to: ben.event_id, outcome: "late" });
    const stop = emitter.emit(at("11:00:00"), "emitter_stop");
    this.events.ada.push(ada.event_id, later.event_id);
    this.events.ben.push(ben.event_id, bens.event_id, start.event_id, stop.event_id);
    this.archive.putEvents(start, ada, ben, later, bens, stop);
  }

  async #records(): Promise<void> {
    const evidence = await this.#document(canonicalString({ said: IN_EVIDENCE }));
    const artifact = { path: "model.bin", bytes: 9, sha256: createHash("sha256").update("the model").digest("hex") }; // prettier-ignore
    const manifest = await this.#document(canonicalString([artifact]));
    const monitors = await this.#document(canonicalString({ what: "monitors" }));
    const audit = await this.#document(canonicalString({ said: IN_AUDIT }));
    const model = { name: "credit-scoring", version: "7", createdAt: 1, runId: "r", modelId: "", evidenceSha256: evidence.sha256, artifactSha256: DIGEST }; // prettier-ignore
    await this.append("gate", "gate-decision", "gate", refused("it lacks an approval"));
    await this.append("gate", "gate-decision", "gate", refused("a secret of cv-screening", { model: { name: "cv-screening", version: "2" } })); // prettier-ignore
    await this.append("gate", "gate-decision", "gate", refused("another secret of cv-screening", { model: { name: "cv-screening", version: "3" } })); // prettier-ignore
    await this.append("gate", "promotion-snapshot", "gate", {
      ...{ intent: "i-1", environment: "sandbox", principal: PRINCIPAL, model, evidence, manifest },
      artifacts: { files: 1, bytes: 9 },
      retention: { class: "documentation", until: "hold" },
    });
    await this.append("incidents", "incident", "approver", { incident: "i-1", system: "credit-scoring" });
    await this.append("incidents", "incident", "approver", { incident: "i-2", system: "cv-screening" });
    const period = { from: at("00:00:00"), to: at("00:00:00", "2026-03-11") };
    await this.append("exports", "export", "exporter", { system: "credit-scoring", environment: "sandbox", period, requestReference: "of somebody else", events: 1, findings: 0 }); // prettier-ignore
    await this.append("detector-monitoring", "monitoring-snapshot", "detector", {
      ...{ environment: "sandbox", takenAt: at("01:00:00", "2026-03-11"), period, missing: [] },
      documents: [
        { what: "monitors", ...monitors, entries: 1 },
        { what: "audit-events", ...audit, entries: 1 },
      ],
    });
    const old = { from: "2025-03-10T00:00:00.000Z", to: "2025-03-11T00:00:00.000Z" };
    await this.append("detector-monitoring", "monitoring-snapshot", "detector", { environment: "sandbox", takenAt: old.to, period: old, missing: [], documents: [] }); // prettier-ignore
  }

  append<Kind extends RecordKind>(stream: string, kind: Kind, role: Role, details: Details<Kind>) {
    const draft: RecordDraft<Kind> = {
      stream,
      kind,
      role,
      subject: [{ name: "thing", digest: { sha256: DIGEST } }],
      details,
    };
    return appendRecord(this.records, actors[role].signer, draft as unknown as RecordDraft, {
      now: () => new Date(at("12:00:00")),
    });
  }

  async #document(text: string): Promise<{ sha256: string; bytes: number }> {
    const bytes = Buffer.from(text);
    const document = { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
    await keepDocument(this.documents, document, async () => (async function* () { yield bytes; })()); // prettier-ignore
    return document;
  }

  get sources(): ResponseSources {
    return {
      archive: { source: new FolderSource(this.archive.folder), path: "art12" },
      records: this.records,
      documents: this.documents,
      ring: ringWith(),
      chain: async (contents) => chainOver(contents),
      generate: async () => [{ ...PLAN, html: documentHtml(PLAN) }],
    };
  }

  /** Answers about the day, in the way wished. */
  async respond({
    sources = {},
    target = {},
    ...wish
  }: Partial<ResponseRequest> & {
    sources?: Partial<ResponseSources>;
    target?: Partial<BundleTarget>;
  } = {}): Promise<{ out: string; manifest: ResponseManifest }> {
    const out = path.join(temporaryFolder(), "answer");
    const manifest = await respond(
      {
        reference: "12/26",
        system: "credit-scoring",
        registeredModel: "credit-scoring",
        environment: "sandbox",
        period: { from: at("00:00:00"), to: at("00:00:00", "2026-03-11") },
        scope: { by: "period" },
        language: "en",
        redactions: new Redactions([]),
        witnesses: { seals: this.records },
        ...wish,
      },
      { ...this.sources, ...sources },
      { out, signer: actors.exporter.signer, createdAt: new Date(at("09:00:00", "2026-03-20")), ...target },
    );
    return { out: target.out ?? out, manifest };
  }
}

/** A chain that tells which records it could see, as its one link: nothing else may come out by it. */
async function chainOver({ records }: ResponseContents): Promise<{ answer: ChainAnswer; html: string }> {
  const seen: string[] = [];
  for (const stream of await records.streams())
    for await (const { key, versions } of records.list(`records/${stream}/`))
      if (versions[0] !== undefined) seen.push(`${key} ${(await records.read(versions[0])).toString()}`);
  const answer: ChainAnswer = {
    schema_version: "1.0.0",
    environment: "sandbox",
    system: "credit-scoring",
    question: { by: "period" },
    period: { from: at("00:00:00"), to: at("00:00:00", "2026-03-11") },
    asked_at: at("09:00:00", "2026-03-20"),
    read_from: "bundle",
    outcome: "missing",
    chains: [
      {
        outcome: "missing",
        links: LINK_IDS.map((id) =>
          id === "risk-register"
            ? { id, verdict: "missing", reason: "no entry of the register", duties: [], facts: [], sources: [] }
            : { id, verdict: "met", reason: "it is there", duties: [], facts: id === "log-entry" ? seen.map((value) => ({ label: "record", value })) : [], sources: [] },
        ),
      },
    ],
    not_followed: 0,
  }; // prettier-ignore
  return { answer, html: chainHtml(answer) };
}

/** The same for another question. */
export const chainAbout =
  (question: ChainAnswer["question"]): ResponseSources["chain"] =>
  async (contents) => {
    const answer = { ...(await chainOver(contents)).answer, question };
    return { answer, html: chainHtml(answer) };
  };

/** A copy of an answer, to be spoilt. */
export function copyOf(answer: string): string {
  const copy = path.join(temporaryFolder(), "answer");
  cpSync(answer, copy, { recursive: true, preserveTimestamps: true });
  return copy;
}

/** Every file below a folder, by name. */
export function filesIn(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), readFileSync(file)];
    }),
  ); // prettier-ignore
}

/** Makes a spoilt answer agree with its list again and signs it, as the holder of the key himself could. */
export async function signAgain(
  answer: string,
  change: (manifest: ResponseManifest) => void = () => undefined,
): Promise<string> {
  const file = path.join(answer, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as ResponseManifest;
  const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
  const names = [...filesIn(answer).keys()].filter((name) => !["manifest.json", "SHA256SUMS", "SHA256SUMS.sig"].includes(name)).sort(); // prettier-ignore
  const files = names.map((name) => {
    const bytes = readFileSync(path.join(answer, name));
    return { name, bytes: bytes.length, sha256: digest(bytes) };
  });
  const changed = { ...manifest, files };
  change(changed);
  writeFileSync(file, `${JSON.stringify(changed, undefined, 2)}\n`);
  const lines = [...files.map(({ name, sha256 }) => [name, sha256]), ["manifest.json", digest(readFileSync(file))]] as [string, string][]; // prettier-ignore
  const sums = Buffer.from(lines.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sha256]) => `${sha256}  ${name}\n`).join("")); // prettier-ignore
  writeFileSync(path.join(answer, "SHA256SUMS"), sums);
  writeFileSync(path.join(answer, "SHA256SUMS.sig"), await actors.exporter.signer.sign(sums));
  return answer;
}

/** The checks that an answer does not pass, as `check file: reason`. */
export async function failures(answer: string, trust: Parameters<typeof verifyResponse>[1] = {}): Promise<string[]> {
  const { checks, verified } = await verifyResponse(answer, trust);
  const failed = checks.filter(({ verdict }) => verdict !== "met");
  expect(verified).toBe(failed.length === 0);
  return failed.map(({ check, file, reason }) => `${check} ${file ?? "-"}: ${reason}`);
} // prettier-ignore
