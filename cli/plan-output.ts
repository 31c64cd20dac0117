import type { Planning, PlanProgress } from "../review/terraform";
import { visible } from "./visible";

/** What is being planned, in one line. */
export function progressOfPlans({ done, of, underWay }: PlanProgress): string {
  return `planning: ${done} of ${of} stack(s) done; under way: ${underWay.join(", ") || "none"}`;
}

/** Prints what was planned on stdout, and on stderr, louder, what was not. */
export function printPlanning(
  { report, failed, leftOut }: Planning,
  {
    out,
    json,
    allowRemoved,
  }: { readonly out: string; readonly json: boolean; readonly allowRemoved: boolean },
): void {
  const { planned, unchanged, removed, base } = report;
  if (json) console.log(JSON.stringify(report, null, 2));
  else
    say(console.log, [
      ...planned.map(
        ({ stack, changes }) => `${stack}: ${changes === 0 ? "no change" : `${changes} change(s)`}`,
      ),
      ...(base && unchanged.length > 0
        ? [`${unchanged.length} stack(s) are as they were at ${base.ref}, and were not planned`]
        : []),
      planned.length > 0 ? `${planned.length} plan(s) in ${out}` : "no stack to plan",
    ]);
  say(console.error, [
    ...leftOut.map(
      ({ stack, fault }) =>
        `LEFT OUT ${stack}: ${fault.headline}. What would change in it was not looked at.`,
    ),
    ...(report.refreshed
      ? []
      : ["NOT REFRESHED: what was changed behind Terraform's back is not in these plans"]),
    ...removed.map(
      (stack) =>
        `REMOVED ${stack}: it was declared at ${base?.ref}, and nobody plans it any more; what it made is left to itself` +
        (allowRemoved ? "" : ". If it is meant: --allow-removed"),
    ),
    ...failed.flatMap(({ stack, fault }) => [`FAILED ${stack}: ${fault.message}`]),
  ]);
}

function say(print: (text: string) => void, lines: readonly string[]): void {
  for (const line of lines.flatMap((text) => text.split("\n"))) print(visible(line));
}
