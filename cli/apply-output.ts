import type { DeployedPlan, Deployment } from "../review/terraform";
import { visible } from "./visible";

const OUTCOMES: Readonly<Record<DeployedPlan["outcome"], string>> = {
  "may-be-applied": "may be applied",
  "applied-before": "was applied before, and is not applied again",
  applied: "APPLIED",
  failed: "FAILED",
  "held-back": "held back, not applied",
};

/** Prints what became of each plan, and by what it was allowed. */
export function printDeployment({ plans, notPlanned }: Deployment, json: boolean): void {
  if (json) console.log(JSON.stringify({ plans, notPlanned }, null, 2));
  else for (const line of plans.flatMap(lines)) console.log(visible(line));
  for (const { stack, reason } of notPlanned)
    console.error(visible(`not planned, and so not applied: ${stack}: ${reason}`));
}

function lines({ stack, outcome, clearance, counts, record }: DeployedPlan): string[] {
  const { review, approvals, begun } = clearance;
  const did = counts && `: ${counts.added} added, ${counts.changed} changed, ${counts.destroyed} destroyed`;
  return [
    `${stack} ${OUTCOMES[outcome]}${did ?? ""}`,
    ...(record === undefined ? [] : [`  record:   ${record}`]),
    `  review:   ${review.stream} ${review.sequence} of ${review.recordedAt}: ${review.effect}`,
    ...approvals.map(
      (approval) =>
        `  approval: ${approval.stream} ${approval.sequence} of ${approval.recordedAt}, of plan/${approval.stack}`,
    ),
    ...(begun
      ? [
          `  begun before, at ${begun.recordedAt} (${begun.stream} ${begun.sequence}), without a record of its end`,
        ]
      : []),
  ];
}
