/** Faults in what a cost estimate is asked for. */
import { oneProblem, type UserError } from "./user-error";

/** No active AI system runs in the environment, so nothing says how much it logs. */
export function noSystemToEstimate(environment: string): UserError {
  return oneProblem("there is no log to estimate", {
    code: "no-system-to-estimate",
    where: "--environment",
    given: `${environment}, in which no active AI system runs`,
    needed: "an active system that runs there, with its volume.eventsPerDay",
    fix: "declare one in configs/systems/, or give --events-per-day",
  });
}

/** The price table does not know a region. */
export function pricesUnknown(field: string, region: string, known: readonly string[]): UserError {
  return oneProblem("the estimate has no prices for a region", {
    code: "prices-unknown",
    where: field,
    given: region,
    needed: `one of ${known.join(", ")}`,
    fix: "add the region with its prices, dated and sourced, to evidence/cost/prices.ts",
  });
}

/** An assumption of the estimate that does not exist, or has a value it cannot have. */
export function costAssumptionInvalid(given: string, needed: string): UserError {
  return oneProblem("an assumption cannot be read", {
    code: "cost-assumption-invalid",
    where: "--assume",
    given,
    needed,
    fix: "evidence cost prints all assumptions with their names and values",
  });
}
