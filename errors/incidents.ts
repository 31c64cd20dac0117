/** Faults around incidents. */
import { oneProblem, UserError, type Problem } from "./user-error";

/** A step of an incident, and options that it needs, or does not take, are wrong. */
export function incidentOptionsInvalid(step: string, problems: readonly Omit<Problem, "code">[]): UserError {
  const code = "incident-options-invalid";
  return new UserError(
    code,
    `the step ${step} cannot be recorded like this`,
    problems.map((problem) => ({ ...problem, code })),
  );
}

/** Nobody has recorded that they are aware, and a later step is to be recorded. */
export function incidentUnknown(id: string, known: readonly string[]): UserError {
  return oneProblem("there is no such incident", {
    code: "incident-unknown",
    where: "--id",
    given: id,
    needed:
      known.length > 0 ? `one of ${known.join(", ")}` : "an incident of which somebody recorded to be aware",
    fix: "correct the id; or record awareness first: evidence incident record aware",
  });
}

/** An incident of the id is another system's. */
export function incidentOfAnotherSystem(id: string, given: string, system: string): UserError {
  return oneProblem("the incident is another system's", {
    code: "incident-of-another-system",
    where: "--system",
    given,
    needed: `${system}, whose incident ${id} is`,
    fix: "leave --system out, or choose another --id",
  });
}
