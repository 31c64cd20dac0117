import type { Cause, DriftFinding, DriftReport } from "./drift";

/** Causes that lie outside Terraform; in an inventory, all that differs may. */
export const EXPLAINED_OUTSIDE = [
  "deleted",
  "missing",
  "console",
  "both",
  "differs",
  "undeclared",
  "adopted",
] as const satisfies readonly Cause[];

/** What is said of a cause. */
export const CAUSE_WORDS: Readonly<Record<DriftFinding["cause"], string>> = {
  deleted: "deleted outside Terraform",
  missing: "declared, and not there",
  console: "changed outside Terraform",
  both: "changed outside Terraform, and declared otherwise meanwhile",
  differs: "not as declared",
  undeclared: "ours by its tags, and declared nowhere",
  unapplied: "declared, and not applied",
  adopted: "changed outside Terraform, and declared so since",
  noise: "the same in another way of writing",
  standing: "unmet, whoever did it",
};

/** Findings that no waiver covers. */
export function unwaived(
  findings: readonly DriftFinding[],
  { waivers }: Pick<DriftReport, "waivers">,
): readonly DriftFinding[] {
  const covered = new Set(waivers.used.map(({ rule, resource }) => `${rule} ${resource}`));
  return findings.filter(({ rule, address }) => !covered.has(`${rule} ${address}`));
}

/** Whether something concerns a stack; what is about no stack in particular concerns each. */
export const isAbout = (stack: string, { address }: { readonly address: string }): boolean =>
  address.startsWith(`${stack}/`) || !address.includes("/");

/** What makes a check fail: any difference, or only what weakens a duty or cannot be told. */
export const FAIL_ON = ["weakens", "any"] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** Whether a check has found what it was to fail on. What is unmet on the real thing fails it always. */
export function hasDrift(report: DriftReport, failOn: FailOn): boolean {
  const { findings, standing, brokenRules, waivers, changes } = report;
  return (
    brokenRules.length > 0 ||
    waivers.expired.length > 0 ||
    unwaived(standing, report).length > 0 ||
    unwaived(findings, report).some(({ effect }) => effect === "weakens" || effect === "unknown") ||
    (failOn === "any" && changes.some(({ cause }) => cause !== "noise"))
  );
}

/** Stacks of which nothing is known. */
export const failedStacks = ({ stacks }: DriftReport): DriftReport["stacks"] =>
  stacks.filter(({ outcome }) => outcome === "failed");
