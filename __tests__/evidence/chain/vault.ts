import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadConfigs } from "../../../configs";
import {
  archiveLog,
  followChain,
  type ChainAnswer,
  type ChainQuestion,
  type ChainSources,
  type LockSource,
} from "../../../evidence/chain";
import { documentKey, FolderDocumentStore, loadedFolderDigest } from "../../../evidence/documentation";
import { canonicalString, sha256Hex, type Art12Event } from "../../../evidence/event";
import { appendRecord, FolderRecordStore, type RecordKind, type Role } from "../../../evidence/records";
import type { RecordDraft } from "../../../evidence/records";
import { sealArchive } from "../../../evidence/seal";
import { FolderSource } from "../../../evidence/archive";
import { temporaryFolder } from "../../temporary";
import { archivedLine, objectKey, packed, TestArchive, TestEmitter, type Json } from "../archive/corpus";
import { actors, ringWith, type Actor } from "../records/actors";

export const ENVIRONMENT = "production";
export const SYSTEM = "credit-scoring";
export const RUN = "ab".repeat(16);
const MODEL = `m-${"cd".repeat(16)}`;
export const INPUT = "1".repeat(64);
export const CASE = "2".repeat(64);
/** Its first 48 bits are 2026-03-09T08:00:00Z. */
export const EVENT = "019cd18b-0c00-7000-8000-00000000000a";
export const TIME = "2026-03-09T08:00:00.000Z";
export const NOW = "2026-03-12T12:00:00.000Z";
const ISSUER = "https://id.example";
export const { systems, environments } = loadConfigs("configs");
const config = environments.find(({ id }) => id === ENVIRONMENT)!;

const FILES = [
  { path: "MLmodel", bytes: 9, sha256: sha256Hex("flavors: {}") },
  { path: "data/model.pkl", bytes: 7, sha256: sha256Hex("weights") },
];
/** SHA-256 of the list of artifacts, by which a decision names them. */
export const ARTIFACTS = sha256Hex(canonicalString(FILES));
const digestOf = (value: unknown): string => sha256Hex(canonicalString(value));

/** Somebody who was signed in. */
const principal = (name: string, more: object = {}) => ({
  ...{ issuer: ISSUER, subject: `id-of-${name}`, name, kind: "person", via: "bearer" },
  ...more,
});

const dataset = (role: string) => ({
  ...{ name: `german-credit-${role}`, digest: role.slice(0, 4), sourceType: "s3", schema: "", profile: "" },
  source: `{"uri":"s3://lake/credit/${role}.parquet?versionId=v1"}`,
  tags: { "mlflow.data.context": role, sha256: sha256Hex(role) },
});

/** Everything that a vault's story is made of; a test changes what it is about. */
export function story() {
  const stamp = { "evidence.created_by": `${ISSUER}#id-of-anna` };
  return {
    /** What the application logs. */
    model: {
      name: "credit-scoring",
      version: "1",
      run_id: RUN,
      artifact_sha256: loadedFolderDigest(FILES),
    } as Json,
    event: {} as Json,
    /** What the decision saw. */
    seen: {
      evidence: {
        version: {
          ...{ name: "credit-scoring", version: "1", createdAt: 1_000, status: "READY" },
          ...{ source: `models:/${MODEL}`, runId: RUN, modelId: MODEL, tags: { ...stamp } },
        },
        run: {
          ...{ id: RUN, experimentId: "1", experimentName: "credit-scoring/CHG-1", status: "FINISHED" },
          ...{ lifecycleStage: "active", startTime: 900, userId: "anna", artifactUri: "x", outputs: [MODEL] },
        },
        "run tags": { ...stamp, "ai_act.risk_assessment": "RA-1", "ai_act.change_class": "predetermined" },
        parameters: { depth: "4" },
        metrics: [{ key: "test_roc_auc", value: 0.8, timestamp: 1, step: 0 }],
        datasets: ["training", "validation", "test"].map(dataset),
        "logged model": { id: MODEL, tags: { ...stamp } },
      },
      before: { stage: "None", aliases: [] },
      contributors: [
        {
          principal: `${ISSUER}#id-of-anna`,
          name: "anna",
          kind: "person",
          target: `run:${RUN}`,
          since: TIME,
        },
      ],
      lacks: [],
      heldAgainst: {
        system: {
          id: SYSTEM,
          production: {
            approvers: { groups: ["approvers"] },
            riskAssessments: [
              { id: "RA-1", reference: "Risk register", assessedOn: "2026-02-01", validUntil: "2027-01-31" },
            ],
          },
        },
      },
    } as Json,
    approval: {
      at: "2026-03-03T09:00:00.000Z",
      details: {
        ...{ id: "approval-1", act: "approve", environment: ENVIRONMENT, system: SYSTEM },
        principal: principal("ben", { groups: ["approvers"] }),
        modification: { class: "predetermined", why: "retrained on newer data" },
      } as Json,
      by: actors.gate as Actor,
      model: {} as Json,
    } as { at: string; details: Json; by: Actor; model: Json } | undefined,
    snapshot: { at: "2026-03-03T10:00:00.000Z", model: {} as Json } as
      { at: string; model: Json } | undefined,
    decision: {
      at: "2026-03-03T10:00:01.000Z",
      details: {
        ...{ id: "intent-1", act: "promote", environment: ENVIRONMENT, system: SYSTEM },
        principal: principal("anna"),
        door: { kind: "alias", name: "champion" },
      } as Json,
      by: actors.gate as Actor,
      model: {} as Json,
    } as { at: string; details: Json; by: Actor; model: Json } | undefined,
    /** Further decisions of the gate, in their order. */
    later: [] as { at: string; details: Json }[],
    stacks: [
      `${ENVIRONMENT}-evidence-vault`,
      `${ENVIRONMENT}-art12-logging`,
      `${ENVIRONMENT}-art72-monitoring-${SYSTEM}`,
    ],
    reviewed: { effect: "strengthens" } as Json,
    /** Of which stack's plan the approval is that a deploy names; none where nobody agreed. */
    agreed: undefined as ((stack: string) => string) | undefined,
    deployed: { at: "2026-03-02T10:00:00.000Z", more: {} as Json },
    monitors: [
      { id: 7, name: "[EU AI Act] no entries", tags: ["compliance:eu-ai-act", `ai_system:${SYSTEM}`] },
    ] as Json[],
    copied: {
      takenAt: "2026-03-10T02:00:00.000Z",
      from: "2026-03-08T00:00:00.000Z",
      to: "2026-03-10T00:00:00.000Z",
      missing: [] as Json[],
    } as { takenAt: string; from: string; to: string; missing: Json[] } | undefined,
    alerts: [] as Json[],
    entries: [] as Json[],
    sealed: true,
  };
}
export type Story = ReturnType<typeof story>;

/** An alert as Datadog tells it. */
export const alert = (transition = "Triggered", at = "2026-03-09T07:00:00.000Z", cycle = "c1") => ({
  id: `alert-${transition}-${cycle}`,
  type: "event",
  attributes: {
    timestamp: at,
    tags: [`ai_system:${SYSTEM}`, "compliance:eu-ai-act"],
    attributes: {
      title: `[${transition}] no entries`,
      monitor_id: 7,
      monitor: { alert_cycle_key_txt: cycle, transition: { trans_name: transition } },
    },
  },
});

/** The record of an entry of the risk register. */
export const riskEntry = (outcome: string, cycle = "c1") => ({
  ...{
    environment: ENVIRONMENT,
    system: SYSTEM,
    monitor: "7",
    cycle,
    alert: "alert-1",
    transition: "Triggered",
  },
  ...{ at: "2026-03-09T07:00:00.000Z", register: "jira", entry: "RISK-12", outcome },
});

/** A vault in a folder: an archive with seals and index, records, documents. */
export class ChainVault {
  readonly archive = new TestArchive();
  readonly folder = temporaryFolder();
  readonly emitter = new TestEmitter("credit-scoring.1f0e", SYSTEM, ENVIRONMENT);
  now = NOW;
  readonly #copies: string[] = [];

  static async of(change: (story: Story) => void = () => undefined): Promise<ChainVault> {
    const vault = new ChainVault();
    const told = story();
    change(told);
    await vault.#deploy(told);
    await vault.#decide(told);
    vault.log(told);
    if (told.sealed) await vault.seal("2026-03-10T03:00:00.000Z");
    await vault.#watch(told);
    return vault;
  }

  get records(): FolderRecordStore {
    return new FolderRecordStore(this.folder);
  }

  /** Writes a record, whoever signs it. */
  async append(
    kind: RecordKind,
    role: Role,
    stream: string,
    at: string,
    details: Json,
    by: Actor = actors[role],
  ) {
    const subject = [{ name: kind, digest: { sha256: digestOf(details) } }];
    const draft = { stream, kind, role, subject, details } as RecordDraft;
    return appendRecord(this.records, by.signer, draft, { now: () => new Date(at) });
  }

  log(told: Story): void {
    const { emitter } = this;
    const key = objectKey(TIME);
    const events = [
      emitter.emit(TIME, "emitter_start"),
      emitter.emit(TIME, "inference", {
        ...{
          event_id: EVENT,
          model: told.model,
          input: input(INPUT),
          case_ref: { key_id: "k2", digest: CASE },
        },
        ...told.event,
      }),
      emitter.emit(TIME, "inference", { model: told.model, input: input("3".repeat(64)) }),
    ];
    this.put(key, events);
  }

  put(key: string, events: readonly Art12Event[], version?: string, day = "2026-03-09T08:05:00.000Z"): void {
    this.archive.put(key, packed(...events.map((event) => archivedLine(event))), version, day);
  }

  async seal(at: string): Promise<void> {
    await sealArchive({
      archive: { source: new FolderSource(this.archive.folder), path: "art12" },
      store: this.records,
      signer: actors.detector.signer,
      work: temporaryFolder(),
      now: () => new Date(at),
      authority: undefined,
      witness: undefined,
      days: {},
    } as never);
  }

  keep(content: string): { sha256: string; bytes: number } {
    const sha256 = createHash("sha256").update(content).digest("hex");
    const file = path.join(this.folder, documentKey(sha256));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return { sha256, bytes: Buffer.byteLength(content) };
  }

  /** Writes over a file of the vault. */
  spoil(key: string, content = "other"): void {
    writeFileSync(path.join(this.folder, key), content);
  }

  remove(key: string): void {
    rmSync(path.join(this.folder, key), { recursive: true });
  }

  /** Changes what a record says, and leaves its signature as it was. */
  forge(key: string, change: (statement: Json) => void): void {
    const file = path.join(this.folder, key);
    const envelope = JSON.parse(readFileSync(file, "utf8")) as Json;
    const statement = JSON.parse(Buffer.from(envelope.payload as string, "base64").toString()) as Json;
    change(statement);
    envelope.payload = Buffer.from(canonicalString(statement)).toString("base64");
    writeFileSync(file, JSON.stringify(envelope));
  }

  /** Writes over every copy of what Datadog knew. */
  spoilCopies(): void {
    for (const sha256 of this.#copies) this.spoil(documentKey(sha256));
  }

  sources(more: Partial<ChainSources> = {}): ChainSources {
    const now = () => new Date(this.now);
    const ring = ringWith();
    const { records } = this;
    const archive = { source: new FolderSource(this.archive.folder), path: "art12" };
    return {
      ...{ readFrom: "vault", environment: { id: ENVIRONMENT, config }, systems, records, ring, now },
      documents: new FolderDocumentStore(this.folder),
      log: archiveLog({ archive, records, ring, work: temporaryFolder(), now }),
      locks: lockedUntil("2036-04-01T00:00:00.000Z"),
      ...more,
    };
  }

  async follow(
    question: ChainQuestion = { by: "event", event: EVENT },
    more: Partial<ChainSources> = {},
    period?: { from: string; to: string },
  ): Promise<ChainAnswer> {
    return followChain(question, period, this.sources(more));
  }

  async #deploy({ stacks, reviewed, agreed, deployed }: Story): Promise<void> {
    const plans = stacks.map((stack) => ({ stack, sha256: sha256Hex(stack), ...reviewed }));
    const counts = { weakens: 0, unknown: 0, strengthens: 0, neutral: 0, waivers: 0, findingsLeftOut: 0 };
    const review = await this.append("plan-review", "ci-review", "ci-review", "2026-03-02T09:00:00.000Z", {
      ...{ effect: "strengthens", ...counts, brokenRules: [], plans, findings: [] },
    });
    for (const stack of stacks) {
      const of = {
        ...{
          stack,
          planSha256: sha256Hex(stack),
          reviewSequence: review.sequence,
          reviewSha256: review.sha256,
        },
        startedAt: new Date(Date.parse(deployed.at) - 60_000).toISOString(),
      };
      await this.append("deploy", "ci-deploy", "ci-deploy", deployed.at, {
        ...of,
        ...{
          endedAt: deployed.at,
          outcome: "applied",
          added: 1,
          changed: 0,
          destroyed: 0,
          addresses: [],
          addressesLeftOut: 0,
        },
        ...(agreed && { approval: await this.#agree(agreed(stack)) }),
        ...deployed.more,
      });
    }
  }

  async #agree(stack: string): Promise<{ stream: string; sequence: number; sha256: string }> {
    const { sequence, sha256 } = await appendRecord(
      this.records,
      actors.approver.signer,
      {
        ...{ stream: "approver", kind: "approval", role: "approver" },
        subject: [{ name: `plan/${stack}`, digest: { sha256: sha256Hex(stack) } }],
        details: { decision: "approved", about: "plan", reference: "CHG-1" },
      },
      { now: () => new Date("2026-03-02T09:30:00.000Z") },
    );
    return { stream: "approver", sequence, sha256 };
  }

  async #decide({ seen, approval, snapshot, decision, later }: Story): Promise<void> {
    const manifest = this.keep(canonicalString(FILES));
    const evidence = this.keep(canonicalString(seen));
    const key = {
      ...{ name: "credit-scoring", version: "1", createdAt: 1_000, runId: RUN, modelId: MODEL },
      ...{ evidenceSha256: digestOf(seen.evidence), artifactSha256: manifest.sha256 },
    };
    const given =
      approval &&
      (await this.append(
        "gate-decision",
        "gate",
        "gate",
        approval.at,
        {
          ...{ model: { ...key, ...approval.model }, ...approval.details },
        },
        approval.by,
      ));
    if (snapshot)
      await this.append("promotion-snapshot", "gate", "gate", snapshot.at, {
        ...{ intent: "intent-1", environment: ENVIRONMENT, principal: principal("anna") },
        ...{ model: { ...key, ...snapshot.model }, evidence, manifest, artifacts: { files: 2, bytes: 16 } },
        retention: { class: "documentation", until: "hold" },
      });
    const relied = { id: "approval-1", record: given?.key ?? "records/gate/000000000099.dsse.json" };
    if (decision)
      await this.append(
        "gate-decision",
        "gate",
        "gate",
        decision.at,
        {
          ...{ model: { ...key, ...decision.model }, approval: relied, ...decision.details },
        },
        decision.by,
      );
    for (const { at, details } of later)
      await this.append("gate-decision", "gate", "gate", at, {
        ...{ environment: ENVIRONMENT, principal: principal("anna"), model: key, ...details },
      });
  }

  async #watch({ monitors, copied, alerts, entries }: Story): Promise<void> {
    if (copied) {
      const { takenAt, from, to, missing } = copied;
      const head = {
        environment: ENVIRONMENT,
        format: "urn:ai-act-evidence:monitoring-copy:1",
        leftOut: 0,
        organisation: "example",
      };
      const document = (what: string, all: readonly Json[], more: object = {}) => ({
        ...{ what, entries: all.length },
        ...this.keep(canonicalString({ ...head, ...more, what, entries: all })),
      });
      const documents = [
        document("monitors", monitors),
        document("alerts", alerts, { period: { from, to } }),
      ];
      this.#copies.push(...documents.map(({ sha256 }) => sha256));
      await this.append("monitoring-snapshot", "detector", "detector-monitoring", takenAt, {
        ...{ environment: ENVIRONMENT, takenAt, period: { from, to }, missing },
        documents,
      });
    }
    for (const entry of entries)
      await this.append(
        "risk-entry",
        "detector",
        "detector-risk-register",
        "2026-03-09T07:01:00.000Z",
        entry,
      );
  }
}

export const input = (digest: string) => ({
  ...{ algorithm: "hmac-sha256", key_id: "k1", canonicalization: "rfc8785", scope: "applicant", digest },
});

/** Every version has this lock. */
export const lockedUntil = (
  until: string,
  mode: "COMPLIANCE" | "GOVERNANCE" = config.lock.mode,
): LockSource => ({
  lockOf: async () => ({ mode, until, hold: false }),
});
