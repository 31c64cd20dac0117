import { appendRecord, type AppendedRecord, type RecordStore } from "../evidence/records";
import type { Signer } from "../evidence/signing";
import { worst, type Effect, type Finding } from "./finding";
import { openFindings, type Review } from "./review";

/** Bytes of findings that one record holds: the whole record must stay under the limit of its kind. */
const FINDINGS_BYTES = 32 * 1024;
const MOST_FINDINGS = 200;

/**
 * Writes the signed record of a review: `evidence apply` applies the plans it names, and no others.
 *
 * @param actor who asked for the review: a login, or the job's name
 * @throws UserError when the store refuses it
 */
export function recordReview(
  store: RecordStore,
  signer: Signer,
  actor: string,
  review: Review,
): Promise<AppendedRecord> {
  return appendRecord(store, signer, {
    stream: "ci-review",
    kind: "plan-review",
    role: "ci-review",
    actor,
    subject: review.plans.map(({ stack, sha256 }) => ({ name: `plan/${stack}`, digest: { sha256 } })),
    details: reviewDetails(review),
  });
}

/** What the record says: effects and counts whole, findings as many as fit, the worst first. */
function reviewDetails(review: Review) {
  const open = openFindings(review);
  const count = (effect: Effect) => open.filter((finding) => finding.effect === effect).length;
  const { shown, left } = fitting(review.findings);
  return {
    effect: review.effect,
    weakens: count("weakens"),
    unknown: count("unknown"),
    strengthens: count("strengthens"),
    neutral: count("neutral"),
    waivers: review.waivers.used.length,
    brokenRules: [...review.brokenRules],
    plans: review.plans.map(({ stack, sha256, planFileSha256 }) => ({
      stack,
      sha256,
      ...(planFileSha256 !== undefined && { planFile: planFileSha256 }),
      effect: effectOn(stack, open, review),
    })),
    findings: shown,
    findingsLeftOut: left,
  };
}

/** The worst of what is found in a stack; what is about no stack in particular counts for each. */
function effectOn(stack: string, open: readonly Finding[], { brokenRules }: Review): Effect {
  const about = open.filter(({ address }) => address.startsWith(`${stack}/`) || !address.includes("/"));
  return worst([
    ...about.map(({ effect }) => effect),
    ...(brokenRules.length > 0 ? ["unknown" as const] : []),
  ]);
}

/** Addresses a record takes: longer ones, or ones with what no line may hold, are counted only. */
const RECORDED_ADDRESS = /^[^\p{Cc}\p{Cf}]{1,1024}$/u;

function fitting(findings: readonly Finding[]) {
  const shown: { effect: Effect; rule: string; duties: string[]; address: string }[] = [];
  let bytes = 0;
  for (const { effect, rule, address, duties } of findings.slice(0, MOST_FINDINGS)) {
    if (!RECORDED_ADDRESS.test(address)) continue;
    const short = { effect, rule, address, duties: [...duties] };
    bytes += Buffer.byteLength(JSON.stringify(short));
    if (bytes > FINDINGS_BYTES) break;
    shown.push(short);
  }
  return { shown, left: findings.length - shown.length };
}
