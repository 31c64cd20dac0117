import type { ConfigOptions } from "./options";

/** What the methods of the logger take. */

/** What every event about a case may carry. */
export interface CaseContext {
  /** Case number as your own systems write it; only its keyed digest is logged. */
  readonly caseId?: string | undefined;
  /** W3C trace id, 32 hex digits. */
  readonly traceId?: string | undefined;
}

export interface OutputCall {
  /** A code from `vocabulary.decisions`. This or `reference` is needed. */
  readonly decision?: string | undefined;
  /** SHA-256 of an output stored elsewhere. */
  readonly reference?: string | undefined;
  /** 0 to 1, rounded to 4 decimals. */
  readonly confidence?: number | undefined;
  /** SHA-256 of an explanation stored elsewhere. */
  readonly explanationRef?: string | undefined;
}

export interface OversightCall {
  /** Whether a person has to review before the decision takes effect. */
  readonly required: boolean;
  /** Id of the reviewer; only a pseudonym is logged. Needed with `override`. */
  readonly reviewer?: string | undefined;
  /** Whether the person decided otherwise. */
  readonly override?: boolean | undefined;
  /** A code from `vocabulary.reasons`. Needed with `override`. */
  readonly reason?: string | undefined;
  /** Event whose output was set aside. */
  readonly overriddenEvent?: string | undefined;
}

export interface InferenceCall extends CaseContext {
  /** The input as plain JSON data. It is hashed here and goes nowhere. */
  readonly input: unknown;
  readonly output: OutputCall;
  readonly oversight: OversightCall;
  /** Start and end of one use, where the system's use has them. */
  readonly use?: { readonly start: Date | string; readonly end: Date | string } | undefined;
}

export interface OutcomeCall extends CaseContext {
  /** Event id of the inference. */
  readonly refersTo: string;
  /** A code from `vocabulary.outcomes`. */
  readonly outcome: string;
}

export interface OversightEventCall extends CaseContext, OversightCall {
  /** Event id of what was reviewed. */
  readonly refersTo: string;
}

export interface ErrorCall extends CaseContext {
  /** A code from `vocabulary.errors`. */
  readonly error: string;
  readonly refersTo?: string | undefined;
}

export interface OutOfScopeInputCall extends CaseContext {
  readonly input: unknown;
  /** A code from `vocabulary.reasons`. */
  readonly reason: string;
}

export interface ConfigChangeCall extends CaseContext {
  /** The settings from now on; later events carry them. */
  readonly config: ConfigOptions;
  /** A code from `vocabulary.reasons`. */
  readonly reason: string;
}
