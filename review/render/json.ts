import type { Effect, Finding } from "../finding";
import { openFindings, type Review } from "../review";
import { REVIEW_VERSION, type ReviewJson } from "./review-schema";
import { inOrderOfTheAct } from "./words";

/** A review as JSON: everything, nothing cut. Its schema is review.v1.schema.json beside this file. */
export function renderJson(review: Review): string {
  return `${JSON.stringify(reviewJson(review), null, 2)}\n`;
}

function reviewJson(review: Review): ReviewJson {
  const open = new Set(openFindings(review));
  const { findings, standing } = review;
  const counts = (all: readonly Finding[]) => {
    const of = (each: Effect) => all.filter((one) => one.effect === each).length;
    return {
      weakens: of("weakens"),
      unknown: of("unknown"),
      strengthens: of("strengthens"),
      neutral: of("neutral"),
    };
  };
  return {
    schemaVersion: REVIEW_VERSION,
    effect: review.effect,
    counts: {
      ...counts([...open]),
      waived: findings.length - open.size,
      standing: standing.length,
    },
    byDuty: inOrderOfTheAct([...open, ...standing].flatMap((each) => each.duties)).map((duty) => {
      const serves = (each: Finding) => each.duties.includes(duty);
      return { duty, ...counts([...open].filter(serves)), standing: standing.filter(serves).length };
    }),
    findings: findings.map((each) => findingJson(each, !open.has(each))),
    standing: standing.map((each) => findingJson(each, false)),
    brokenRules: [...review.brokenRules],
    waivers: {
      used: [...review.waivers.used],
      expiring: [...review.waivers.expiring],
      expired: [...review.waivers.expired],
    },
    approvals: review.approvals.map(({ duties: serving, approvers }) => ({
      duties: [...serving],
      approvers: [...approvers],
    })),
    costs: review.costs.map(({ environment, beforeUsd = null, afterUsd = null }) => ({
      environment,
      beforeUsd,
      afterUsd,
    })),
    notCompared: [...review.notCompared],
    plans: review.plans.map(({ changes, ...plan }) => ({
      ...plan,
      changes: changes.map(({ attributes, movedFrom = null, ...each }) => ({
        ...each,
        attributes: [...attributes],
        movedFrom,
      })),
    })),
  };
}

function findingJson(each: Finding, waived: boolean): ReviewJson["findings"][number] {
  const { before = null, after = null, measure, duties: serving } = each;
  return {
    ...each,
    duties: [...serving],
    before,
    after,
    measure: measure ? { ...measure, before: measure.before ?? null, after: measure.after ?? null } : null,
    waived,
  };
}
