import type { ProvisionId } from "../regulation";
import type { Waiver } from "../rules";
import type { Effect, Finding } from "./finding";

/** What a plan does to one resource, for the folded details: no values of texts, which may be secrets. */
export interface ReviewedChange {
  readonly address: string;
  /** In one word, as Terraform's own plan says it. */
  readonly action:
    "create" | "update" | "replace" | "destroy" | "forget" | "read" | "move" | "import" | "defer";
  /** Dotted paths of the attributes that change, sorted; of an update or a replacement only. */
  readonly attributes: readonly string[];
  readonly movedFrom?: string;
}

/** A plan as it was reviewed. */
export interface ReviewedPlan {
  readonly stack: string;
  /** File as it was given. */
  readonly path: string;
  /** SHA-256 of the plan's JSON, lower-case hex: what `evidence apply` compares. */
  readonly sha256: string;
  /** SHA-256 of Terraform's own plan file, where it lies beside the JSON: it holds more than its JSON shows. */
  readonly planFileSha256?: string;
  readonly terraformVersion: string;
  readonly changes: readonly ReviewedChange[];
}

/** People who must agree, by the duties that a change weakens or leaves unknown. */
export interface ApprovalNeeded {
  readonly duties: readonly ProvisionId[];
  /** Users, teams or roles, as the code host names them; empty where nobody is named: that itself is printed. */
  readonly approvers: readonly string[];
}

/** What an environment costs a month (average of the retention), in US dollars, before and after. */
export interface CostChange {
  readonly environment: string;
  readonly beforeUsd?: number;
  readonly afterUsd?: number;
}

/** The answer to: which duty does this change touch, does it weaken it, who must agree? */
export interface Review {
  /** The worst effect that no waiver covers. */
  readonly effect: Effect;
  /** What the change does, in the order of a report; what stays as it was is left out. */
  readonly findings: readonly Finding[];
  /** Unmet before and after alike, or untold: not this change's doing, and still to be mended. */
  readonly standing: readonly Finding[];
  readonly plans: readonly ReviewedPlan[];
  /** Rules that failed themselves. */
  readonly brokenRules: readonly string[];
  readonly waivers: {
    /** Waivers that cover a finding. */
    readonly used: readonly Waiver[];
    /** In force, and ending within 30 days. */
    readonly expiring: readonly Waiver[];
    readonly expired: readonly Waiver[];
  };
  readonly approvals: readonly ApprovalNeeded[];
  /** None where the configs were not given. */
  readonly costs: readonly CostChange[];
  /** What was not compared, and what to give so that it is, in words. */
  readonly notCompared: readonly string[];
}

/** Findings that no waiver covers: what a merge waits for. */
export function openFindings({
  findings,
  waivers,
}: Pick<Review, "findings" | "waivers">): readonly Finding[] {
  const covered = new Set(waivers.used.map(({ rule, resource }) => `${rule} ${resource}`));
  return findings.filter(({ rule, address }) => !covered.has(`${rule} ${address}`));
}
