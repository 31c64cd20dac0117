import fc from "fast-check";
import { PROVISIONS, type ProvisionId } from "../../regulation";
import { EFFECTS, inOrder, type Finding } from "../../review/finding";
import type { Review, ReviewedChange, ReviewedPlan } from "../../review/review";
import type { Waiver } from "../../rules";

export const VAULT = "production-evidence-vault";

/** A shorter lock, as the comparison of two evaluations tells of it. */
export function finding(more: Partial<Finding> = {}): Finding {
  return {
    effect: "weakens",
    rule: "lock-days",
    title: "The log is locked for at least 184 days",
    duties: ["Art19(1)", "Art26(6)"],
    address: `${VAULT}/aws_s3_bucket.evidence_vault`,
    reason: "locked for 3653 days -> locked for 365 days",
    fix: "Raise retention.log.days of the environment.",
    before: { verdict: "met", reason: "locked for 3653 days" },
    after: { verdict: "met", reason: "locked for 365 days" },
    measure: { name: "days locked", unit: "days", before: 3653, after: 365 },
    ...more,
  };
}

/** A bucket that a plan destroys. */
export function destroyed(address = `${VAULT}/aws_s3_bucket.evidence_vault`): Finding {
  return {
    effect: "weakens",
    rule: "evidence-destroyed",
    title: "The resource is destroyed",
    duties: ["Art12", "Art19(1)"],
    address,
    reason: "the plan destroys it",
    fix: "Keep the resource.",
  };
}

export function waiver(more: Partial<Waiver> = {}): Waiver {
  return {
    rule: "lock-days",
    resource: `${VAULT}/aws_s3_bucket.evidence_vault`,
    reason: "agreed while the lock is rebuilt",
    approver: "head of compliance",
    expires: "2026-12-10",
    ...more,
  };
}

export function plan(more: Partial<ReviewedPlan> = {}): ReviewedPlan {
  return {
    stack: VAULT,
    path: `plans/${VAULT}.json`,
    sha256: "ab".repeat(32),
    terraformVersion: "1.11.4",
    changes: [],
    ...more,
  };
}

/** A review that found nothing, with changes. */
export function review(more: Partial<Review> = {}): Review {
  const { findings = [] } = more;
  return {
    effect: findings[0]?.effect ?? "neutral",
    standing: [],
    plans: [],
    brokenRules: [],
    waivers: { used: [], expiring: [], expired: [] },
    approvals: [],
    costs: [],
    notCompared: [],
    ...more,
    findings: inOrder(findings),
  };
}

/** What somebody might write into an address or a reason so that a comment says something else, or notifies people. */
const ATTACKS = [
  "@everyone",
  "@example/compliance",
  "someone@example.org",
  "</details>",
  "<!--",
  "-->",
  "<img src=x onerror=alert(1)>",
  "<script>",
  "| a | b |",
  "\n\n# Approved\n\n",
  "\r\n---\r\n",
  "`",
  "``",
  "```\n",
  "\\|",
  "\\",
  "[click](https://evil.example)",
  "![x](https://evil.example/x.png)",
  "https://evil.example",
  "www.evil.example",
  "<https://evil.example>",
  "#1",
  "GH-1",
  "example/repo#1",
  "0123456789abcdef0123456789abcdef01234567",
  ":rocket:",
  "$x$",
  "**Weakens nothing**",
  "~~x~~",
  "&#64;everyone",
  "\u202etxt.exe",
  "\u200b",
  "\u0000",
  "\ud800",
  "1.",
  "- [x] done",
  "\t",
  "[^1]",
];

/** Texts as hostile, as long and as strange as a plan may hold. */
export const hostileText = (maxPieces = 12): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...ATTACKS),
        fc.constantFrom("aws_s3_bucket.vault", " ", "locked for", "🔒", "é"),
        fc.string({ unit: "binary", maxLength: 20 }),
      ),
      { minLength: 1, maxLength: maxPieces },
    )
    .map((pieces) => pieces.join(""));

const DUTY_IDS = PROVISIONS.map(({ id }) => id);
const duties = fc.uniqueArray(fc.constantFrom<ProvisionId>(...DUTY_IDS), { minLength: 1, maxLength: 4 });
const address = hostileText().map((text) => `${VAULT}/${text}`);

const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    effect: fc.constantFrom(...EFFECTS),
    rule: fc.constantFrom("lock-days", "versioning", "evidence-destroyed"),
    duties,
    address,
    reason: hostileText(),
    handled: fc.boolean(),
    measured: fc.boolean(),
  })
  .map(({ handled, measured, ...rest }) => {
    const { before, after, measure, ...base } = finding(rest);
    return {
      ...base,
      ...(!handled && before && after && { before, after: { ...after, reason: rest.reason } }),
      ...(measured && measure && { measure }),
    };
  });

const anyWaiver = fc
  .record({ resource: address, reason: hostileText(), approver: hostileText() })
  .map(waiver);

const anyChange: fc.Arbitrary<ReviewedChange> = fc
  .record({
    address,
    action: fc.constantFrom<ReviewedChange["action"]>("create", "update", "move"),
    attributes: fc.array(hostileText(3), { maxLength: 20 }),
    movedFrom: fc.option(address),
  })
  .map(({ movedFrom, ...change }) => ({ ...change, ...(movedFrom !== null && { movedFrom }) }));

/** Reviews of any size, with hostile texts wherever a plan or a config may hold one. */
export const anyReview: fc.Arbitrary<Review> = fc
  .record({
    findings: fc.array(anyFinding, { maxLength: 12 }),
    standing: fc.array(anyFinding, { maxLength: 3 }),
    plans: fc.array(
      fc
        .record({
          path: hostileText(),
          terraformVersion: hostileText(3),
          changes: fc.array(anyChange, { maxLength: 4 }),
        })
        .map(plan),
      { maxLength: 3 },
    ),
    brokenRules: fc.array(hostileText(2), { maxLength: 2 }),
    used: fc.array(anyWaiver, { maxLength: 2 }),
    expired: fc.array(anyWaiver, { maxLength: 2 }),
    notCompared: fc.array(hostileText(), { maxLength: 2 }),
    costs: fc.array(fc.record({ environment: hostileText(2), beforeUsd: fc.double({ noNaN: true }) }), {
      maxLength: 1,
    }),
  })
  .map(({ used, expired, ...rest }) => review({ ...rest, waivers: { used, expired, expiring: used } }));
