import { z } from "zod";
import { Code, Digest, Identifier, Time } from "../event/values";

/** How many findings a review's record names; the rest is counted. */
export const KEPT_FINDINGS = 200;
/** How many addresses a deploy's record names; the rest is counted. */
export const KEPT_ADDRESSES = 500;

export const Count = z.int().min(0);

/** What a change does to the duties, worst first. */
export const Effect = z.enum(["weakens", "unknown", "strengthens", "neutral"]);

/** Id of a rule, or of a way Terraform handles a resource. */
export const RuleId = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, "lower-case letters, digits, hyphens");

/** A provision such as `Art19(1)`. No closed list: what is recorded today must still be readable when ids have gone. */
export const Duty = z.string().regex(/^[A-Za-z0-9().,:-]{1,48}$/, "a provision's id");

/** An address of Terraform's, with keys of `for_each` in it; no control characters. */
export const Address = z.string().regex(/^[^\p{Cc}\p{Cf}]{1,1024}$/u, "an address in one line");

const Reviewed = z.strictObject({
  stack: Identifier,
  sha256: Digest.describe("Of the bytes of `terraform show -json PLAN`."),
  planFile: z.exactOptional(
    Digest.describe("Of Terraform's own plan file, which holds more than its JSON shows."),
  ),
  effect: Effect.describe("The worst that applying this plan may do; no waiver covers it."),
});

/** What a review of plans came to. */
export const PlanReview = z.strictObject({
  effect: Effect.describe("The worst of all plans together that no waiver covers."),
  weakens: Count,
  unknown: Count,
  strengthens: Count,
  neutral: Count,
  waivers: Count.describe("Waivers that cover a finding."),
  brokenRules: z.array(RuleId).describe("Rules that failed themselves: what they look at is unknown."),
  plans: z.array(Reviewed).min(1).max(1000),
  findings: z
    .array(z.strictObject({ effect: Effect, rule: RuleId, duties: z.array(Duty).max(64), address: Address }))
    .max(KEPT_FINDINGS),
  findingsLeftOut: Count,
});

const Of = {
  stack: Identifier,
  planSha256: Digest.describe("Of the bytes of `terraform show -json PLAN`."),
  reviewSequence: z.int().min(1).describe("Number of the review's record in stream ci-review."),
  reviewSha256: Digest.describe("Of that record's envelope."),
  approval: z.exactOptional(
    z.strictObject({ stream: z.string().max(48), sequence: z.int().min(1), sha256: Digest }),
  ),
  principal: z.exactOptional(z.string().regex(/^[!-~]{1,512}$/, "an ARN")).describe("The caller in AWS."),
  startedAt: Time,
};

const Ended = {
  ...Of,
  endedAt: Time,
  added: Count,
  changed: Count,
  destroyed: Count,
  addresses: z
    .array(Address)
    .max(KEPT_ADDRESSES)
    .describe("Resources on which Terraform began to act, whether or not it ended well."),
  addressesLeftOut: Count,
};

/**
 * That a plan is about to be applied, and what came of it: two records. One without the other is an apply that was
 * interrupted, or whose end could not be recorded.
 */
export const Deploy = z.discriminatedUnion("outcome", [
  z.strictObject({ ...Of, outcome: z.literal("started") }),
  z.strictObject({ ...Ended, outcome: z.literal("applied") }),
  z.strictObject({ ...Ended, outcome: z.literal("failed"), failure: Code.describe("Why, in a code.") }),
]);
