/** Faults of the check of model versions in the log. */
import { oneProblem, type UserError } from "./user-error";

/** An option of the check is missing or wrong. */
export function versionsOptionInvalid(option: string, given: string | undefined, needed: string): UserError {
  return oneProblem(`${option} cannot be used`, {
    code: "versions-option-invalid",
    where: option,
    ...(given !== undefined && { given }),
    needed,
    fix: "correct the option; evidence versions check --help explains it",
  });
}
