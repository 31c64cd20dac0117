/** Faults around the answer to an authority. */
import { oneProblem, UserError } from "./user-error";

/** Whoever reads the answer later finds the request by its reference. */
export function requestReferenceEmpty(): UserError {
  return oneProblem("the request has no reference", {
    code: "request-reference-empty",
    where: "--reference",
    given: "nothing but blanks",
    needed: "the reference that the request bears, in visible characters",
    fix: "copy it from the request; where it has none, name the authority and the day",
  });
}

/** The list of what to keep back cannot be used. */
export function redactionsInvalid(file: string, given: string, field: string): UserError {
  return oneProblem("the list of redactions cannot be used", {
    code: "redactions-invalid",
    where: file,
    field,
    given,
    needed: "a YAML list of item, reason and basis: docs/respond.md shows one",
    fix: "correct the file; nothing was written",
  });
}

/** An item that was to be kept back is not in the answer: perhaps it is spelled wrongly, and would have been disclosed. */
export function redactionsUnmatched(file: string, items: readonly string[]): UserError {
  return new UserError(
    "redactions-unmatched",
    "something that was to be kept back was not met",
    items.map((item) => ({
      code: "redactions-unmatched",
      where: file,
      given: item,
      needed: "an item that would be in this answer",
      fix: "correct its name, or take it off the list; --dry-run lists what would be in",
    })),
  );
}

/** A version is asked for in a form that cannot be read. */
export function modelVersionUnclear(given: string): UserError {
  return oneProblem("the model version cannot be read", {
    code: "model-version-unclear",
    where: "--model-version",
    given,
    needed: "name and registered version, such as credit-scoring:3",
    fix: "write it as MLflow's registry has it",
  });
}

/** The digest of a case is none. */
export function caseDigestInvalid(given: string): UserError {
  return oneProblem("the digest of the case cannot be read", {
    code: "case-digest-invalid",
    where: "--case-digest",
    given,
    needed: "64 lower-case hex digits: the case number's HMAC under the key of case references",
    fix: "compute it where the key is; the number itself has no place here",
  });
}

/** One answer is about one thing. */
export function respondScopeUnclear(): UserError {
  return oneProblem("the answer is about two things", {
    code: "respond-scope-unclear",
    where: "--model-version and --case-digest",
    needed: "at most one of them",
    fix: "make two answers: who asks about a person's case is not to get other persons' events",
  });
}
