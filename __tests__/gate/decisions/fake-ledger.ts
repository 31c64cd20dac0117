import { createHash } from "node:crypto";
import type { ApprovalFacts, ArtifactManifest } from "../../../gate/facts/promotion-facts";
import type { DecisionDraft, Ledger, RecordedDecision, RecordRef } from "../../../gate/ledger/ledger";
import { principalId } from "../../../gate/principal";
import { Refusal } from "../../../gate/refusal";
import type { ApprovalKey } from "../../../gate/state/gate-state";

/** The vault in memory: records in order, the artifacts kept, and snapshots. May be told to fail. */
export class FakeLedger implements Ledger {
  readonly records: RecordedDecision[] = [];
  readonly groups = new Map<string, readonly string[]>();
  readonly kept = new Map<string, string>();
  readonly snapshots: Parameters<Ledger["snapshot"]>[0][] = [];
  /** Called before a record is written; may throw. */
  before: (draft: DecisionDraft) => Promise<void> | void = () => undefined;
  /** Called after it was written: may throw, as when the answer is lost. */
  after: (draft: DecisionDraft) => Promise<void> | void = () => undefined;

  constructor(private readonly clock: () => Date) {}

  acts(): readonly string[] {
    return this.records.map(({ act }) => act);
  }

  last(): RecordedDecision | undefined {
    return this.records.at(-1);
  }

  async write(draft: DecisionDraft): Promise<RecordRef> {
    await this.before(draft);
    const { principal, ...said } = draft;
    const sequence = this.records.length + 1;
    const record = `records/gate/${sequence}`;
    this.groups.set(record, [...principal.groups]);
    this.records.push({
      ...said,
      principal: { id: principalId(principal), name: principal.name, kind: principal.kind },
      at: this.clock().toISOString(),
      record,
    });
    await this.after(draft);
    return { key: record, sequence, sha256: "0".repeat(64) };
  }

  async approvalsOf(key: ApprovalKey): Promise<readonly ApprovalFacts[]> {
    const revoked = new Set(this.records.filter(({ act }) => act === "revoke").map(({ about }) => about));
    return this.records.flatMap(({ act, subject, record, id, principal, at, modification }) => {
      const same = (Object.keys(key) as (keyof ApprovalKey)[]).every(
        (field) => subject[field] === key[field],
      );
      if (act !== "approve" || !same || revoked.has(record) || modification === undefined) return [];
      const approverGroups = this.groups.get(record) ?? [];
      const { id: approver, name: approverName, kind: approverKind } = principal;
      return [{ id, record, approver, approverName, approverKind, approverGroups, at, modification }];
    });
  }

  async approvalStands(approval: string): Promise<boolean> {
    const revoked = new Set(this.records.filter(({ act }) => act === "revoke").map(({ about }) => about));
    return this.records.some(
      ({ id, act, record }) => act === "approve" && id === approval && !revoked.has(record),
    );
  }

  async history(name: string): Promise<readonly RecordedDecision[]> {
    return this.records.filter(({ subject }) => subject.name === name);
  }

  async recordOf(intent: string): Promise<RecordRef | undefined> {
    const index = this.records.findIndex(({ id, act }) => id === intent && act !== "not-carried-out");
    return index < 0
      ? undefined
      : { key: `records/gate/${index + 1}`, sequence: index + 1, sha256: "0".repeat(64) };
  }

  async keepArtifacts(
    { files }: ArtifactManifest,
    open: (path: string) => Promise<AsyncIterable<Uint8Array>>,
  ): Promise<void> {
    for (const { path, sha256 } of files) {
      const digest = createHash("sha256");
      let text = "";
      for await (const chunk of await open(path)) {
        digest.update(chunk);
        text += Buffer.from(chunk).toString();
      }
      if (digest.digest("hex") !== sha256)
        throw new Refusal("PERMISSION_DENIED", `${path} changed while it was kept`);
      this.kept.set(sha256, text);
    }
  }

  async snapshot(snapshot: Parameters<Ledger["snapshot"]>[0]): Promise<RecordRef> {
    this.snapshots.push(snapshot);
    return { key: `snapshots/${snapshot.intent}`, sequence: 0, sha256: "0".repeat(64) };
  }
}
