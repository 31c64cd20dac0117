import type { ProvisionId } from "../articles/all";
import type { DutyOf } from "../provision";

/** Rooms of this repository that may serve an obligation. */
export type ProductPart =
  | "configs"
  | "clients"
  | "evidence/event"
  | "evidence/archive"
  | "evidence/export"
  | "evidence/verify"
  | "evidence/documents"
  | "evidence/incident"
  | "evidence/respond"
  | "constructs/evidence-vault"
  | "constructs/art12-logging"
  | "constructs/art72-monitoring"
  | "gate"
  | "regulation";

interface ObligationBase {
  /** Kebab case; a promise. */
  readonly id: string;
  readonly provisions: readonly ProvisionId[];
  readonly dutyOf: DutyOf;
  /** What has to be done, in one sentence. */
  readonly text: string;
}

export interface ServedObligation extends ObligationBase {
  readonly status: "required" | "policy default" | "supports";
  readonly servedBy: readonly [ProductPart, ...ProductPart[]];
  /** What these parts do for it. */
  readonly how: string;
}

export interface ExcludedObligation extends ObligationBase {
  readonly status: "not covered";
  /** Why the product does nothing for it. */
  readonly reason: string;
}

export type Obligation = ServedObligation | ExcludedObligation;
