import type { Production, System, Thresholds, ThresholdsProvenance } from "../../configs";
import type { ProvisionId } from "../../regulation";
import type { PromotionFacts } from "../facts/promotion-facts";

/** Provision of the Act, or section of Annex IV, as `regulation/` spells them. */
export type Duty = ProvisionId | `annex-iv:${string}`;

/** What is being decided: an approval is asked of a person, who then supplies what only a promotion can have. */
export type Step = "approval" | "promotion";

/** What the configs say of the system behind a registered model. */
export interface SystemRequirements {
  readonly system: System;
  /** Whether the system runs in the environment of this gate. */
  readonly inEnvironment: boolean;
  /** Absent where the system goes to production nowhere. */
  readonly thresholds?: Thresholds;
  readonly provenance: ThresholdsProvenance;
}

export interface LackingContext {
  /** Absent where no system declares the registered model. */
  readonly requirements: SystemRequirements | undefined;
  readonly step: Step;
  /** When the decision is made, by the gate's clock. */
  readonly at: Date;
}

/** One thing found wrong: what, with the value found, and how to mend it. One sentence each. */
export interface Finding {
  readonly what: string;
  readonly fix: string;
}

/** What a run tells, whether or not a version of it is registered. */
export type RunEvidence = Omit<PromotionFacts, "version"> & Partial<Pick<PromotionFacts, "version">>;

/** One thing production requires: what it is and which duties it serves. */
interface RequirementRow {
  /** Kebab case; a promise, in records and documents. */
  readonly id: string;
  readonly duties: readonly [Duty, ...Duty[]];
  readonly title: string;
  /** What an inspector could not say without it. */
  readonly why: string;
  /** How an ML engineer supplies it. */
  readonly how: string;
  readonly steps: readonly Step[];
}

/**
 * A requirement with its `check`, which holds facts against it: it returns what lacks, in a stable order, nothing when it is
 * there, and throws {@link CannotTell} when the facts do not say, which is never a pass.
 */
export type Requirement = RunRequirement | VersionRequirement;

/** Can be told of a run before a version of it is registered. */
export interface RunRequirement extends RequirementRow {
  readonly of: "run";
  check(facts: RunEvidence, context: LackingContext): readonly Finding[];
}

/** Can be told of a registered version only. */
export interface VersionRequirement extends RequirementRow {
  readonly of: "version";
  check(facts: PromotionFacts, context: LackingContext): readonly Finding[];
}

export const BOTH_STEPS: readonly Step[] = ["approval", "promotion"];

/** The facts do not tell whether a requirement is met. */
export class CannotTell extends Error {}

/** The config of the system. @throws CannotTell where it says nothing of production */
export function productionOf({ requirements }: LackingContext): Production {
  const production = requirements?.system.production;
  if (!production) throw new CannotTell("no config says what production requires of this registered model");
  return production;
}

/** @throws CannotTell where the run was not read */
export function runOf(facts: Pick<PromotionFacts, "run">): NonNullable<PromotionFacts["run"]> {
  if (!facts.run) throw new CannotTell("the run of this version could not be read");
  return facts.run;
}
