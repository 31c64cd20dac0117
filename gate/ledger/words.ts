import { UserError } from "../../errors";
import { Refusal } from "../refusal";

/** Longer texts say no more to whoever reads a traceback. */
const LONGEST_REASON = 300;

/** Nothing may follow from a decision that no record holds. */
export function notRecorded(error: unknown): Refusal {
  return new Refusal(
    "PERMISSION_DENIED",
    `EU AI Act gate: the decision could not be recorded in the vault, so that nothing was changed (${reasonOf(error)}). Try again later; if it lasts, whoever runs the gate has to look.`,
  );
}

export function notKept(error: unknown): Refusal {
  return new Refusal(
    "PERMISSION_DENIED",
    `EU AI Act gate: what the decision was made on could not be kept in the vault, so that nothing was changed (${reasonOf(error)}). Try again later; if it lasts, whoever runs the gate has to look.`,
  );
}

export function notReadable(error: unknown): Refusal {
  return new Refusal(
    "PERMISSION_DENIED",
    `EU AI Act gate: the records of earlier decisions cannot be read from the vault, and without them nothing is decided (${reasonOf(error)}). Try again later; if it lasts, whoever runs the gate has to look.`,
  );
}

export function chainBroken(key: string, reason: string): Refusal {
  return new Refusal(
    "PERMISSION_DENIED",
    `EU AI Act gate: the chain of records of earlier decisions is broken at ${key} (${reason}), so that no approval after it can be relied on. 'evidence records verify' shows the whole of it.`,
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof UserError) {
    const problems = error.problems.map(({ where, field, given, needed }) =>
      [field ?? where, given, `needed: ${needed}`].filter((part) => part !== undefined).join(", "),
    );
    return `${error.headline}: ${problems.join("; ")}`.slice(0, LONGEST_REASON);
  }
  return (error instanceof Error ? error.message || error.name : String(error)).slice(0, LONGEST_REASON);
}
