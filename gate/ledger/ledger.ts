import type { ApprovalFacts, ArtifactManifest } from "../facts/promotion-facts";
import type { Lack } from "../requirements/lack";
import type { Principal, PrincipalId } from "../principal";
import type { ApprovalKey } from "../state/gate-state";

/** Where a record stands. */
export interface RecordRef {
  readonly key: string;
  readonly sequence: number;
  readonly sha256: string;
}

/** What the gate decided, before it is signed. Every one names the intent or request it belongs to. */
export interface DecisionDraft {
  /** Intent of a change, else the call. */
  readonly id: string;
  readonly act:
    | "approve"
    | "revoke"
    | "refuse"
    | "promote"
    | "roll-back"
    | "break-glass-asked"
    | "break-glass"
    | "withdraw"
    | "not-carried-out"
    | "carried-out-late";
  readonly system?: string;
  readonly principal: Principal;
  readonly subject: Partial<ApprovalKey> & { readonly name: string };
  /** The door: stage or alias and its name. */
  readonly door?: { readonly kind: "stage" | "alias"; readonly name: string };
  /** Versions that leave production by the same change. */
  readonly displaces?: readonly string[];
  readonly lacks?: readonly Lack[];
  /** The approval a promotion relies on. */
  readonly approval?: Pick<ApprovalFacts, "id" | "record">;
  readonly modification?: ApprovalFacts["modification"];
  readonly breakGlass?: { readonly reason: string; readonly until: string; readonly second?: string };
  /** The record that a compensating one is about. */
  readonly about?: string;
  readonly reason?: string;
  /** SHA-256 of each part of the evidence, so that it can be said later what changed. */
  readonly parts?: Readonly<Record<string, string>>;
}

/** A decision as its record says, read back from the vault. */
export interface RecordedDecision extends Omit<DecisionDraft, "principal"> {
  readonly principal: { readonly id: PrincipalId; readonly name: string; readonly kind: Principal["kind"] };
  /** When it was recorded, ISO 8601. */
  readonly at: string;
  /** Key of the record. */
  readonly record: string;
}

/** The vault as the gate uses it: signed, chained records, and the documentation a promotion keeps. */
export interface Ledger {
  /** @throws Refusal when the record cannot be written: then nothing else may happen */
  write(decision: DecisionDraft): Promise<RecordRef>;
  /**
   * Approvals of this very key that stand and are not revoked, from the vault's records, signatures and chain checked.
   * @throws Refusal when the vault cannot be read
   */
  approvalsOf(key: ApprovalKey): Promise<readonly ApprovalFacts[]>;
  /**
   * Whether an approval of this id was recorded and counts: not revoked, nothing against its record.
   * @throws Refusal when the vault cannot be read
   */
  approvalStands(id: string): Promise<boolean>;
  /**
   * Everything decided on a registered model of this name, oldest first, signatures and chain checked.
   * @throws Refusal when the vault cannot be read
   */
  history(name: string): Promise<readonly RecordedDecision[]>;
  /** The record of an intent, if one was written: asked after a crash. */
  recordOf(intent: string): Promise<RecordRef | undefined>;
  /** Keeps artifacts, content addressed, under retention class `documentation`; what is there is not written again. */
  keepArtifacts(
    manifest: ArtifactManifest,
    open: (path: string) => Promise<AsyncIterable<Uint8Array>>,
  ): Promise<void>;
  /** Writes the promotion snapshot: everything the decision saw, with the digests of the artifacts kept. */
  snapshot(snapshot: {
    readonly intent: string;
    readonly principal: Principal;
    readonly key: ApprovalKey;
    /** Canonical JSON of the facts and of what they were held against. */
    readonly evidence: string;
    readonly manifest: ArtifactManifest;
  }): Promise<RecordRef>;
}
