/** Faults around what completeness is judged with. */
import { oneProblem, type Problem, UserError } from "./user-error";

/** The file with an independent count is not there. */
export function independentCountMissing(file: string): UserError {
  return oneProblem("the independent count does not exist", {
    code: "independent-count-missing",
    where: file,
    needed: "a JSON file with source, unit and counts",
    fix: "check --independent-count; docs/completeness.md shows how to make one",
  });
}

/** The file with an independent count does not fit its schema or the period. */
export function independentCountInvalid(problems: readonly Problem[]): UserError {
  return new UserError("independent-count-invalid", "the independent count cannot be used", problems);
}
