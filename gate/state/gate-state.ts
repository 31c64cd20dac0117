import type { Principal, PrincipalId } from "../principal";

/** What is frozen and who wrote to it. A version is named with its number, a registered model by its name. */
export type Target =
  | `run:${string}`
  | `model:${string}`
  | `version:${string}/${string}`
  | `registered-model:${string}`
  | `experiment:${string}`;

/** Why something is frozen: while evidence is read, while an approval stands, for ever behind a promotion. */
export type Holder = `reading:${string}` | `approval:${string}` | `promotion:${string}`;

export interface Contributor {
  readonly principal: PrincipalId;
  readonly name: string;
  readonly kind: Principal["kind"];
  readonly target: Target;
  /** First write, ISO 8601. */
  readonly since: string;
}

/** A write under way. */
export interface Write {
  /** To be called whatever came of it. Never rejects, and need not be waited for: a freeze does the waiting. */
  end(): Promise<void>;
}

/** What an approval is for. Version numbers come again after delete and re-create: a number alone names nothing. */
export interface ApprovalKey {
  readonly name: string;
  readonly version: string;
  /** `creation_timestamp` of the version, milliseconds. */
  readonly createdAt: number;
  readonly runId: string;
  readonly modelId: string;
  readonly evidenceSha256: string;
  readonly artifactSha256: string;
}

/** A decision on its way: written down before its record, its record before MLflow is told. */
export interface Intent {
  readonly id: string;
  /** Registered model. */
  readonly model: string;
  /** What MLflow will be asked, and how to see in MLflow whether it was done: the flow's own JSON. */
  readonly plan: unknown;
  readonly state: "planned" | "recorded" | "done" | "not-done";
  /** Key of the record in the vault, once it stands. */
  readonly record?: string;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * What several gate tasks know together, in PostgreSQL. Approvals here are a cache of the vault's records. Every method
 * throws {@link Refusal} (`PERMISSION_DENIED`, in words) when the database does not answer: the gate fails closed.
 */
export interface GateState {
  /**
   * Begins a write to all targets, unless one is frozen, and remembers who wrote. A freeze that comes later waits for its end.
   * @throws Refusal RESOURCE_CONFLICT naming what is frozen and by what
   */
  beginWrite(targets: readonly Target[], principal: Principal, callId: string): Promise<Write>;
  /** Remembers who made something whose id was known only afterwards. */
  contributed(targets: readonly Target[], principal: Principal): Promise<void>;
  contributors(targets: readonly Target[]): Promise<readonly Contributor[]>;
  /**
   * Freezes, then waits until writes that had begun have ended. Idempotent for the same holder. What is `reading:` ends by
   * itself when the gate task that reads dies.
   * @throws Refusal RESOURCE_CONFLICT when writes take too long; nothing that this call froze stays frozen
   */
  freeze(targets: readonly Target[], holder: Holder): Promise<void>;
  /** Ends what a holder froze; what others hold stays frozen. */
  release(holder: Holder): Promise<void>;
  holders(target: Target): Promise<readonly Holder[]>;
  /** Who holds anything at all, and since when (ISO 8601), oldest first. */
  allHolders(): Promise<readonly { readonly holder: Holder; readonly since: string }[]>;
  /** One at a time for a registered model, over all gate tasks. */
  exclusively<T>(model: string, work: () => Promise<T>): Promise<T>;
  /**
   * Writes down what is intended, before its record.
   * @throws Refusal RESOURCE_CONFLICT while an earlier intent about the same registered model is open
   */
  planned(intent: Pick<Intent, "id" | "model" | "plan">): Promise<void>;
  recorded(id: string, record: string): Promise<void>;
  /** Once; only what was given up may still turn out to be done. */
  settled(id: string, as: "done" | "not-done"): Promise<void>;
  /** Neither done nor given up, oldest first. */
  openIntents(): Promise<readonly Intent[]>;
  /** Given up though its record stands, of those planned in the last so many milliseconds, oldest first. */
  givenUp(withinMs: number): Promise<readonly Intent[]>;
  close(): Promise<void>;
}
