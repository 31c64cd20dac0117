import type { PromotionFacts, RunFacts } from "../facts/promotion-facts";
import type { Principal } from "../principal";
import type { Lack } from "../requirements/lack";
import type { RunEvidence } from "../requirements/requirement";

/** The door into production: the classic stage, or an alias that the system protects. */
export interface Door {
  readonly kind: "stage" | "alias";
  readonly name: string;
}

/** A metric held against its threshold. */
export interface Measured {
  readonly metric: string;
  /** Absent where the run has none; MLflow gives NaN and infinity as texts. */
  readonly value?: number | string;
  /** In words: `at least 0.75`. */
  readonly needed: string;
}

/** A requirement that cannot be told yet, and how it is supplied. */
export interface StillAhead {
  readonly requirement: string;
  readonly duties: readonly string[];
  readonly title: string;
  readonly how: string;
}

/** What production requires of the versions of one registered model. */
export interface ModelRules {
  /** Id of the AI system that declares the model. */
  readonly system: string;
  readonly model: string;
  readonly protectedAliases: readonly string[];
  /** Everything that is missing; at step `approval` without what only an approval supplies. */
  lacking(facts: PromotionFacts, step: "approval" | "promotion", at: Date): readonly Lack[];
  /** Every metric that has a threshold, with the value of the run. */
  measured(evidence: Pick<RunEvidence, "run">): readonly Measured[];
  /** Why this principal may not answer for this version (they made it, they are a program); empty when they may. */
  mayNotAnswer(principal: Principal, facts: PromotionFacts): readonly string[];
  /** Config, thresholds and where they come from, as JSON: kept with what was promoted. */
  heldAgainst(): unknown;
}

/** The requirements as decisions use them. */
export interface Rules {
  /** Nothing for a registered model that no system declares: no version of it ever gets into production. */
  of(model: string): ModelRules | undefined;
  /** Of the system that a run names, by its tag or else by its experiment; nothing where it names none of the configs. */
  ofRun(run: Pick<RunFacts, "tags" | "experimentName">): ModelRules | undefined;
  /** What a run lacks that can be told before a version of it is registered, by the system it names. */
  lackingInRun(evidence: RunEvidence, at: Date): readonly Lack[];
  /** What only a registered version can be held against. */
  readonly untilRegistered: readonly StillAhead[];
  /** Registered models that systems declare. */
  readonly declared: readonly string[];
  /** Aliases that are protected for this model, declared or not. */
  protectedAliases(model: string): readonly string[];
  /** The lacks as one message, for a person who reads it in a traceback. */
  explain(refused: {
    readonly version: { readonly name: string; readonly version: string };
    readonly door?: Door;
    readonly lacks: readonly Lack[];
  }): string;
}
