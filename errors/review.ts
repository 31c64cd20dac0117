/** Faults of what a review is given. */
import { oneProblem, type UserError } from "./user-error";

/** A plan whose file name is none of the stacks that were synthesized. */
export function planOfUnknownStack(path: string, stack: string, known: readonly string[]): UserError {
  return oneProblem("this plan is of no stack that is declared", {
    code: "plan-of-unknown-stack",
    where: path,
    given: stack,
    needed: `a file called as its stack with .json behind: ${known.join(", ")}`,
    fix: "name the file as `evidence plan` does, or give the synthesized stacks it was planned from",
  });
}

/** Two plans of one stack: only one of them can be applied. */
export function planGivenTwice(stack: string, first: string, second: string): UserError {
  return oneProblem("two plans of one stack were given", {
    code: "plan-given-twice",
    where: second,
    given: `${stack}, also in ${first}`,
    needed: "one plan a stack",
    fix: "leave out the one that will not be applied",
  });
}

/** The JSON beside a plan is another than the run that planned wrote. */
export function planJsonNotAsPlanned(path: string, sha256: string, planned: string): UserError {
  return oneProblem("this is not what the run that planned wrote", {
    code: "plan-json-not-as-planned",
    where: path,
    given: `SHA-256 ${sha256}`,
    needed: `SHA-256 ${planned}, as plans.json beside it says`,
    fix: "find out who changed it; then plan again with `evidence plan`, and review that",
  });
}

/** A word of `--fail-on` that is no effect. */
export function failOnUnknown(given: string, known: readonly string[]): UserError {
  return oneProblem("--fail-on names no effect", {
    code: "fail-on-unknown",
    where: "--fail-on",
    given,
    needed: `one or more of ${known.join(", ")}, separated by commas, or none`,
    fix: "for example `--fail-on weakens,unknown`",
  });
}

/** A review was asked for without a single plan. */
export function noPlansGiven(given: string): UserError {
  return oneProblem("there is no plan to review", {
    code: "no-plans",
    where: given,
    needed: "files written by `terraform show -json`, or the folder `evidence plan` wrote",
    fix: "run `evidence plan` first; if it found no changed stack, there is nothing to review",
  });
}
