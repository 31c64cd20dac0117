import {
  planApprovalMissing,
  planFileChanged,
  planJsonChanged,
  planNotReviewed,
  planRefused,
  reviewDoubtful,
  reviewOutdated,
  type Problem,
} from "../../../errors";
import type { Details, JudgedRecord } from "../../../evidence/records";
import type { Effect } from "../../finding";
import type { ShownPlan } from "./shown";

/** Streams in which reviews and deploys are recorded. */
export const REVIEWS = "ci-review";
export const DEPLOYS = "ci-deploy";
/** Approvers have streams that begin with their role's name. */
export const isApprovers = (stream: string): boolean => /^approver(?:-|$)/.test(stream);

/** Clocks of two machines may differ. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** A record that is relied on. */
export interface RecordNamed {
  readonly stream: string;
  readonly sequence: number;
  readonly sha256: string;
  readonly recordedAt: string;
}

/** The decision on a plan, of which stack. */
export interface Approval extends RecordNamed {
  readonly stack: string;
}

/** Why a plan may be applied, or that it has been. */
export interface Clearance {
  readonly review: RecordNamed & { readonly effect: Effect };
  /** Approvals of the plans of this review that weaken a duty or leave it unknown. */
  readonly approvals: readonly Approval[];
  /** Where a record says that this very plan was applied. */
  readonly applied?: RecordNamed;
  /** Where a deploy of it was begun, and no record tells of its end. */
  readonly begun?: RecordNamed;
}

/** What a clearance is judged by. */
export interface Grounds {
  /** All records of the streams of reviews, approvers and deploys. */
  readonly records: readonly JudgedRecord[];
  readonly now: Date;
  /** How old a review may be. Rules, waivers and what is deployed move on. */
  readonly maxReviewAgeDays: number;
}

type Reviewed = Details<"plan-review">["plans"][number];
interface Review extends RecordNamed {
  readonly details: Details<"plan-review">;
}

/**
 * Whether records allow that a plan is applied. All that is missing is told, not the first thing only.
 *
 * A review is taken as a whole: until each of its plans that weakens a duty, or leaves one unknown, is approved, none of
 * them is applied. What one stack changes may weaken what stands in another.
 */
export function clearanceOf(plan: ShownPlan, grounds: Grounds): Clearance | readonly Problem[] {
  const { stack, sha256 } = plan;
  if (plan.jsonSha256 !== sha256) return [planJsonChanged(stack, plan.jsonSha256, sha256)];
  const review = reviewOf(plan, grounds);
  if (isProblem(review)) return [review];
  const own = review.details.plans.find((each) => isOf(plan, each));
  if (own?.planFile !== undefined && own.planFile !== plan.planFileSha256)
    return [planFileChanged(stack, plan.planFileSha256, own.planFile)];
  const decisions = toBeApproved(review.details, own).map((each) => decisionOn(each, grounds));
  const missing = decisions.filter(isProblem);
  if (missing.length > 0) return missing;
  const approvals = decisions.filter((decision): decision is Approval => !isProblem(decision));
  return {
    review: { ...named(review), effect: own?.effect ?? review.details.effect },
    approvals,
    ...history(plan, grounds),
  };
}

function reviewOf(
  { stack, sha256 }: ShownPlan,
  { records, now, maxReviewAgeDays }: Grounds,
): Review | Problem {
  const all = records.flatMap((record) => {
    const { said, stream } = record;
    if (stream !== REVIEWS || said.kind !== "plan-review") return [];
    const { predicate, subject } = said.statement;
    const { details } = predicate;
    const about = subject.some(({ name, digest }) => name === `plan/${stack}` && digest.sha256 === sha256);
    return [{ record, details, about: about && details.plans.some((each) => isOf({ stack, sha256 }, each)) }];
  });
  const ofThisPlan = all.filter(({ about }) => about);
  if (ofThisPlan.length === 0) {
    const other = all.findLast(({ details }) => details.plans.some((each) => each.stack === stack));
    return planNotReviewed(stack, sha256, other?.record.key);
  }
  const sound = ofThisPlan.findLast(({ record }) => record.against.length === 0);
  if (sound === undefined) return reviewDoubtful(stack, ...doubts(ofThisPlan.at(-1)?.record));
  const { record, details } = sound;
  const { recordedAt } = record.said.statement.predicate;
  const ageMs = now.getTime() - Date.parse(recordedAt);
  if (ageMs > maxReviewAgeDays * DAY_MS || ageMs < -CLOCK_TOLERANCE_MS)
    return reviewOutdated(stack, record.key, recordedAt, maxReviewAgeDays);
  return { ...naming(record), details };
}

const isProblem = (found: object): found is Problem => "code" in found;
const mustBeApproved = (effect: Effect): boolean => effect === "weakens" || effect === "unknown";

/** Plans of a review that need an approval. Where the whole is worse than any part, the cause is not known: then this one. */
function toBeApproved(
  { effect, plans }: Details<"plan-review">,
  own: Reviewed | undefined,
): readonly Reviewed[] {
  const worse = plans.filter((each) => mustBeApproved(each.effect));
  return worse.length === 0 && mustBeApproved(effect) && own ? [own] : worse;
}

function decisionOn({ stack, sha256, effect }: Reviewed, { records }: Grounds): Approval | Problem {
  const decisions = records.filter(({ stream, said }) => {
    if (!isApprovers(stream) || said.kind !== "approval") return false;
    const { subject, predicate } = said.statement;
    return (
      predicate.details.about === "plan" &&
      subject.some(({ name, digest }) => name === `plan/${stack}` && digest.sha256 === sha256)
    );
  });
  const sound = decisions
    .filter(({ against }) => against.length === 0)
    .map((record) => ({ record, ...naming(record) }));
  const last = sound.sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1)).at(-1);
  if (last === undefined) {
    const [doubted] = decisions;
    return planApprovalMissing(stack, sha256, effect, doubted && doubts(doubted).join(": "));
  }
  const { record, ...name } = last;
  if (record.said.kind !== "approval" || record.said.statement.predicate.details.decision !== "approved")
    return planRefused(stack, record.key);
  return { stack, ...name };
}

/** What records tell of earlier deploys of this plan; doubtful ones are passed over, Terraform itself refuses a stale plan. */
function history({ stack, sha256 }: ShownPlan, { records }: Grounds): Pick<Clearance, "applied" | "begun"> {
  const deploys = records.flatMap((record) => {
    const { said, stream, against } = record;
    if (stream !== DEPLOYS || said.kind !== "deploy" || against.length > 0) return [];
    const { details } = said.statement.predicate;
    return details.stack === stack && details.planSha256 === sha256
      ? [{ ...naming(record), outcome: details.outcome }]
      : [];
  });
  const applied = deploys.findLast(({ outcome }) => outcome === "applied");
  if (applied) return { applied: named(applied) };
  const last = deploys.at(-1);
  return last?.outcome === "started" ? { begun: named(last) } : {};
}

const isOf = (plan: Pick<ShownPlan, "stack" | "sha256">, each: Reviewed): boolean =>
  each.stack === plan.stack && each.sha256 === plan.sha256;

function naming({ stream, sequence, sha256, said }: JudgedRecord): RecordNamed {
  return { stream, sequence, sha256, recordedAt: said.statement.predicate.recordedAt };
}

const named = ({ stream, sequence, sha256, recordedAt }: RecordNamed): RecordNamed => ({
  stream,
  sequence,
  sha256,
  recordedAt,
});

function doubts(record: JudgedRecord | undefined): [key: string, reasons: string] {
  const reasons = record?.against.map(({ code, key, reason }) => `${code} at ${key}: ${reason}`) ?? [];
  return [record?.key ?? "", reasons.slice(0, 3).join("; ")];
}
