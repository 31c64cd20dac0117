/**
 * A high-risk system at work: a score, a decision, a person where the case is close, and an Art 12 event for each step.
 * It knows neither the model nor where events go, so that any system can be played with it.
 */
import type { Art12Logger } from "../../clients/node";

export interface Applicant {
  readonly id: string;
  readonly features: Readonly<Record<string, unknown>>;
}

/** A probability, or why there is none. */
export type Score = number | { readonly unusableFeatures: readonly string[] };

export interface Scorer {
  readonly score: (applicant: Applicant) => Promise<Score>;
}

/** What a person found who looked at a case. */
interface Review {
  readonly reviewer: string;
  /** The reason code with which the person decides otherwise; `undefined` confirms the system's decision. */
  readonly overrideReason?: string;
}

export interface DecisionPolicy {
  /** From this score on it is `codes.atOrAbove`. */
  readonly threshold: number;
  /** Cases whose score is closer to the threshold than this are reviewed before they take effect. */
  readonly reviewBand: number;
  readonly codes: {
    /** Decision codes. */
    readonly atOrAbove: string;
    readonly below: string;
    /** Error code for applicants that cannot be scored. */
    readonly unusable: string;
  };
  /** The person. Deterministic here, so that a run can be told again. */
  readonly review: (applicant: Applicant, decision: string) => Review;
}

export interface DecisionCounts {
  readonly inferences: number;
  readonly decisions: Readonly<Record<string, number>>;
  readonly reviewed: number;
  readonly overridden: number;
  readonly errors: number;
}

/** Decides on the applicants one after another. Each event is with its sink before the next case is begun. */
export async function decide(
  applicants: Iterable<Applicant>,
  scorer: Scorer,
  policy: DecisionPolicy,
  logger: Art12Logger,
): Promise<DecisionCounts> {
  const decisions: Record<string, number> = {};
  const counts = { inferences: 0, reviewed: 0, overridden: 0, errors: 0 };
  for (const applicant of applicants) {
    const { id: caseId, features: input } = applicant;
    const score = await scorer.score(applicant);
    if (typeof score !== "number") {
      await logger.error({ error: policy.codes.unusable, caseId });
      counts.errors++;
      continue;
    }
    const above = score >= policy.threshold;
    const decision = above ? policy.codes.atOrAbove : policy.codes.below;
    const required = Math.abs(score - policy.threshold) < policy.reviewBand;
    const output = { decision, confidence: above ? score : 1 - score };
    const event = await logger.inference({ input, output, oversight: { required }, caseId });
    decisions[decision] = (decisions[decision] ?? 0) + 1;
    counts.inferences++;
    if (!required) continue;

    const { reviewer, overrideReason: reason } = policy.review(applicant, decision);
    const override = reason !== undefined;
    const outcome = override ? { override, reason, overriddenEvent: event.event_id } : { override };
    await logger.oversight({ refersTo: event.event_id, caseId, required, reviewer, ...outcome });
    counts.reviewed++;
    if (override) counts.overridden++;
  }
  return { ...counts, decisions };
}
