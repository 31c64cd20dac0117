import { FolderDocumentStore } from "../../../evidence/documentation";
import type { DocumentsVault } from "../../../evidence/documents";
import { canonicalString } from "../../../evidence/event";
import { appendRecord, type RecordDraft } from "../../../evidence/records";
import { ADA } from "../../gate/principals";
import { approve, KEY, LedgerFolder, manifestOf, promote, refuse, sha256 } from "../../gate/ledger/world";
import { actors, ringWith, type Actor } from "../records/actors";

const DIGEST = "e".repeat(64);
const START = "2026-11-25T08:00:00.000Z";

/** What a run says of itself; a test may make it say anything. */
export const TAGS: Readonly<Record<string, string>> = {
  "ai_act.change_id": "CHG-1042",
  "ai_act.change_reason": "Recall of defaults among young applicants was too low",
  "ai_act.change_class": "predetermined",
  "ai_act.risk_assessment": "RA-2026-014",
  "ai_act.data_governance": "DG-german-credit-1",
  "ai_act.code_commit": "a".repeat(40),
};

const evidenceWith = (tags: Readonly<Record<string, string>>) => ({
  version: { name: KEY.name, version: KEY.version, runId: KEY.runId, tags: {} },
  run: {
    ...{ id: KEY.runId, experimentName: "x", status: "FINISHED", lifecycleStage: "active" },
    ...{ userId: "ada", startTime: 1 },
  },
  "run tags": tags,
  metrics: [
    { key: "test_roc_auc", value: 0.7712 },
    { key: "test_recall_of_defaults/sex/female", value: 0.41 },
  ],
  datasets: [
    {
      ...{ name: "german-credit", digest: "1a2b", sourceType: "s3", source: '{"uri":"s3://lake/train.csv"}' },
      tags: { "mlflow.data.context": "training", sha256: "d".repeat(64) },
    },
  ],
});

/** A vault of a gate: a version was refused, approved, and let into production. */
export class ReleasedVault {
  readonly folder = new LedgerFolder();
  /** As after a break-glass where it was not. */
  isApproved = true;
  /** Keys of what was written, to tamper with. */
  approval = "";
  snapshot = "";
  /** Digest of the document that the decision was made on. */
  evidence = "";

  async release(tags: Readonly<Record<string, string>> = TAGS, environment = "production"): Promise<this> {
    const ledger = this.folder.ledger({ environment });
    const seen = evidenceWith(tags);
    const key = { ...KEY, evidenceSha256: sha256(canonicalString(seen)) };
    await ledger.write(refuse());
    if (this.isApproved) this.approval = (await ledger.write(approve({ subject: key }))).key;
    const evidence = canonicalString({
      ...{ evidence: seen, contributors: [], lacks: [] },
      ...(this.isApproved && { approval: { record: this.approval, approver: "u-18" } }),
      heldAgainst: {
        system: { id: "credit-scoring" },
        thresholds: {
          ...{ setBy: "Model risk committee", setOn: "2026-11-02" },
          metrics: [
            { metric: "test_roc_auc", min: 0.68 },
            { metric: "test_recall_of_defaults", min: 0.25 },
          ],
        },
      },
    });
    this.evidence = sha256(evidence);
    const manifest = manifestOf({ MLmodel: "flavors: {}" });
    this.snapshot = (
      await ledger.snapshot({ intent: "intent-1", principal: ADA, key, evidence, manifest })
    ).key;
    const approval = this.isApproved && { approval: { id: "approval-1", record: this.approval } };
    await ledger.write(promote({ subject: key, ...approval }));
    return this;
  }

  /** A review of a stack, and its deploy. */
  async deploy(stack = "production-evidence-vault", reviewer: Actor = actors["ci-review"]): Promise<this> {
    const now = { now: () => new Date(START) };
    const reviewed = await appendRecord(this.folder.records(), reviewer.signer, reviewOf(stack), now);
    const deploy = deployOf(stack, reviewed);
    await appendRecord(this.folder.records(), actors["ci-deploy"].signer, deploy, now);
    return this;
  }

  vault(): DocumentsVault {
    const { dir } = this.folder;
    return { records: this.folder.records(), documents: new FolderDocumentStore(dir), ring: ringWith() };
  }
}

const about = (stack: string) => [{ name: stack, digest: { sha256: DIGEST } }];

const reviewOf = (stack: string): RecordDraft<"plan-review"> => ({
  ...{ stream: "ci-review", kind: "plan-review", role: "ci-review", subject: about(stack) },
  details: {
    ...{
      effect: "strengthens",
      weakens: 0,
      unknown: 0,
      strengthens: 1,
      neutral: 2,
      waivers: 0,
      brokenRules: [],
    },
    plans: [{ stack, sha256: DIGEST, planFile: DIGEST, effect: "strengthens" }],
    findings: [],
    findingsLeftOut: 0,
  },
});

const deployOf = (stack: string, review: { sequence: number; sha256: string }): RecordDraft<"deploy"> => ({
  ...{ stream: "ci-deploy", kind: "deploy", role: "ci-deploy", subject: about(stack) },
  details: {
    ...{ stack, planSha256: DIGEST, reviewSequence: review.sequence, reviewSha256: review.sha256 },
    ...{ outcome: "applied", startedAt: START, endedAt: START, added: 7, changed: 0, destroyed: 0 },
    ...{ addresses: [], addressesLeftOut: 0 },
  },
});
