import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalString } from "../../../evidence/event";
import { FolderDocumentStore } from "../../../evidence/documentation";
import { FolderRecordStore, type KeyRing, type RecordStore } from "../../../evidence/records";
import type { ArtifactManifest } from "../../../gate/facts/promotion-facts";
import { openLedger, type LedgerParts } from "../../../gate/ledger";
import type { DecisionDraft, Ledger } from "../../../gate/ledger/ledger";
import type { ApprovalKey } from "../../../gate/state/gate-state";
import { actors, ringWith } from "../../evidence/records/actors";
import { temporaryFolder } from "../../temporary";
import { ADA, BERTA } from "../principals";

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export const KEY: ApprovalKey = {
  name: "credit-scoring",
  version: "4",
  createdAt: 1_795_540_843_685,
  runId: "a".repeat(32),
  modelId: `m-${"a".repeat(32)}`,
  evidenceSha256: "b".repeat(64),
  artifactSha256: "c".repeat(64),
};

export const approve = (changes: Partial<DecisionDraft> = {}): DecisionDraft => ({
  id: "approval-1",
  act: "approve",
  system: "credit-scoring",
  principal: BERTA,
  subject: KEY,
  modification: { class: "predetermined", why: "new quarter, as the change plan foresees" },
  ...changes,
});

export const promote = (changes: Partial<DecisionDraft> = {}): DecisionDraft => ({
  id: "intent-1",
  act: "promote",
  system: "credit-scoring",
  principal: ADA,
  subject: KEY,
  door: { kind: "alias", name: "champion" },
  approval: { id: "approval-1", record: "records/gate/000000000001.dsse.json" },
  ...changes,
});

export const refuse = (changes: Partial<DecisionDraft> = {}): DecisionDraft => ({
  id: "call-1",
  act: "refuse",
  principal: ADA,
  subject: { name: "credit-scoring", version: "4" },
  lacks: [{ requirement: "approval", duties: ["Art17(1)"], what: "nobody approved it", fix: "ask for it" }],
  ...changes,
});

export function manifestOf(files: Readonly<Record<string, string>>): ArtifactManifest {
  const listed = Object.entries(files)
    .map(([path, text]) => ({ path, bytes: Buffer.byteLength(text), sha256: sha256(text) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files: listed, sha256: sha256(canonicalString(listed)) };
}

/** A folder with records and documents, and ledgers on it. */
export class LedgerFolder {
  readonly dir = temporaryFolder();

  ledger(changes: Partial<LedgerParts> = {}): Ledger {
    return openLedger({
      records: this.records(),
      documents: new FolderDocumentStore(this.dir),
      signer: actors.gate.signer,
      ring: ringWith(),
      environment: "production",
      ...changes,
    });
  }

  records(): RecordStore {
    return new FolderRecordStore(this.dir);
  }

  /** What a record says. */
  details(key: string): Record<string, unknown> {
    const { payload } = JSON.parse(readFileSync(join(this.dir, key), "utf8")) as { payload: string };
    const { predicate } = JSON.parse(Buffer.from(payload, "base64").toString()) as {
      predicate: { details: Record<string, unknown> };
    };
    return predicate.details;
  }
}

export const ring = (changes?: Parameters<typeof ringWith>[0]): KeyRing => ringWith(changes);
