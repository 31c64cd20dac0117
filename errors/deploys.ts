/** Why a plan is not applied, and what went wrong when it was. */
import { EXIT, oneProblem, type Problem, UserError } from "./user-error";

/** Plans that may not be applied: a finding. */
export function plansNotCleared(problems: readonly Problem[]): UserError {
  const headline = "nothing was applied: these plans may not be";
  return new UserError("plans-not-cleared", headline, problems, EXIT.finding);
}

const AGAIN = "plan again, have the plan reviewed with `evidence review --signing-key`, and apply that";

/** What people read is not what would be applied. */
export function planJsonChanged(stack: string, beside: string, shown: string): Problem {
  return {
    code: "plan-json-changed",
    where: stack,
    given: `the JSON beside the plan has SHA-256 ${beside}`,
    needed: `what Terraform shows of the plan itself: ${shown}`,
    fix: `one of the two was changed or exchanged: find out which; then ${AGAIN}`,
  };
}

/** The plan file is not the reviewed one, although it shows the same. */
export function planFileChanged(stack: string, given: string, reviewed: string): Problem {
  return {
    code: "plan-file-changed",
    where: stack,
    given: `a plan file with SHA-256 ${given}`,
    needed: `the file that was reviewed: ${reviewed}`,
    fix: `a plan file holds more than its JSON shows: find out who changed it; then ${AGAIN}`,
  };
}

/** No review names this plan. */
export function planNotReviewed(stack: string, sha256: string, other: string | undefined): Problem {
  return {
    code: "plan-not-reviewed",
    where: stack,
    given: `a plan with SHA-256 ${sha256}${other === undefined ? "" : `; ${other} is a review of another plan of this stack`}`,
    needed: "a plan-review record in stream ci-review that names this very plan",
    fix: "review these plans with `evidence review --signing-key`; plan again if they are not the reviewed ones",
  };
}

/** The review of this plan cannot be relied on. */
export function reviewDoubtful(stack: string, key: string, reasons: string): Problem {
  return {
    code: "review-doubtful",
    where: `${stack}, ${key}`,
    given: reasons,
    needed: "a review signed with a ci-review key of the key ring that was not revoked, in an unbroken chain",
    fix: "see `evidence records verify`; then have the plan reviewed again with a good key",
  };
}

/** The review of this plan is too old. */
export function reviewOutdated(stack: string, key: string, recordedAt: string, maxAgeDays: number): Problem {
  return {
    code: "review-outdated",
    where: `${stack}, ${key}`,
    given: `reviewed at ${recordedAt}`,
    needed: `a review of the last ${maxAgeDays} day(s) (--max-review-age-days)`,
    fix: AGAIN,
  };
}

/** Nobody approved a plan that weakens a duty, or of which that cannot be told. */
export function planApprovalMissing(
  stack: string,
  sha256: string,
  effect: string,
  doubts: string | undefined,
): Problem {
  return {
    code: "plan-approval-missing",
    where: stack,
    given: doubts ?? `the review says ${effect} of it, and no approver has agreed`,
    needed: `an approval record by an approver's key about plan/${stack} with SHA-256 ${sha256}`,
    fix: `evidence records add --kind approval --role approver --subject plan/${stack}=${sha256} --details FILE, with about "plan" in it`,
  };
}

/** An approver has said no. */
export function planRefused(stack: string, key: string): Problem {
  return {
    code: "plan-refused",
    where: `${stack}, ${key}`,
    given: "the last decision of an approver on it is: refused",
    needed: "an approval",
    fix: "change what was refused, then plan and review again",
  };
}

/** A plan, or a folder of plans, that is not there. */
export function planNotThere(path: string): UserError {
  return oneProblem("there is no such plan", {
    code: "plan-not-there",
    where: path,
    needed: "a folder that `evidence plan` wrote, or the JSON of a plan in it, with the plan beside it",
    fix: "correct the path, or copy the whole folder",
  });
}

/** A plan that no run of `evidence plan` tells of. */
export function planNotListed(path: string, list: string): UserError {
  return oneProblem("this plan was not made by the run that wrote the folder", {
    code: "plan-not-listed",
    where: path,
    needed: `one of those that ${list} lists as planned`,
    fix: "give one of these, or plan again",
  });
}

/** The stack is not what it was when it was planned. */
export function stackNotAsPlanned(stack: string, synthesized: string, isGone: boolean): UserError {
  return oneProblem("the stack is not what it was when it was planned", {
    code: "stack-not-as-planned",
    where: synthesized,
    given: isGone ? `no stack ${stack}` : `other bytes of ${stack}`,
    needed: "the stack as it was planned",
    fix: "check out the commit that was planned and run `npm run synth`, or plan and review again",
  });
}

/** The run was stopped between two stacks. */
export function deployInterrupted(stack: string): UserError {
  return oneProblem("the deploy was interrupted", {
    code: "deploy-interrupted",
    where: stack,
    needed: "a run to its end",
    fix: "run it again: what was applied is not applied twice",
  });
}

/** Terraform has come to its end, and the record of that could not be written. */
export function deployNotRecorded(
  { stack, sha256, outcome }: { readonly stack: string; readonly sha256: string; readonly outcome: string },
  store: string,
  problems: readonly Problem[],
  words: string,
): UserError {
  const headline = `${stack} WAS ${outcome === "applied" ? "APPLIED" : "TOUCHED, AND FAILED"}, and no record tells of it`;
  return new UserError("deploy-not-recorded", headline, [
    {
      code: "deploy-not-recorded",
      where: store,
      given: `plan/${stack} with SHA-256 ${sha256}: ${problems.length > 0 ? "see below" : words}`,
      needed: "a deploy record with its end; only that it was begun stands in stream ci-deploy",
      fix: "mend what follows, keep this message, and have an approver record an incident about it",
    },
    ...problems,
  ]);
}

/** A number of days that is none. */
export function reviewAgeInvalid(given: string): UserError {
  return oneProblem("--max-review-age-days cannot be read", {
    code: "review-age-invalid",
    where: "--max-review-age-days",
    given,
    needed: "a number of days, more than 0 and at most 90",
    fix: "leave it out for 7",
  });
}
