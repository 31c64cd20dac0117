/** Faults around the gate's own database. */
import { oneProblem, type UserError } from "./user-error";

/** The gate's database cannot be reached, or its tables cannot be made there. */
export function gateStateUnavailable(target: string, given: string): UserError {
  return oneProblem("the gate's state cannot be opened", {
    code: "gate-state-unavailable",
    where: target,
    given,
    needed:
      "a folder this program may write to, or PostgreSQL 13 or later with a role that owns the schema evidence_gate or may create it",
    fix: "check the URL and that the server runs; docs/gate-records.md shows how to make role and schema",
  });
}
