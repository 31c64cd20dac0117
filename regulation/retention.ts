import type { ProvisionId } from "./articles/all";
import { addYears } from "./calendar";
import { aiAct, readIn } from "./provision";

/**
 * How long logs are kept. Six months at the least (Article 19(1) for providers, Article 26(6) for deployers); 184 days
 * are the longest six months of the calendar. Ten years are the product's own choice, not the law's: whoever uses them
 * states so as the `basis`.
 */
export const LOG_RETENTION = {
  floorDays: 184,
  floorStatus: "required",
  defaultDays: 3653, // ten years with three leap days
  defaultStatus: "policy default",
  provisions: ["Art19(1)", "Art26(6)"] satisfies readonly ProvisionId[],
  caveat:
    "Union or national law, on the protection of personal data in particular, may ask for less or more.",
  inWords: "six months (184 days, the longest six months of the calendar)",
  source: aiAct("Articles 19(1) and 26(6)"),
  defaultSource: readIn("Product policy"),
} as const;

/** How long documentation is kept: from the placing on the market, not from the date of the single record. */
export const DOCUMENTATION_RETENTION = {
  yearsAfterPlacingOnTheMarket: 10,
  status: "supports",
  provisions: ["Art18(1)"] satisfies readonly ProvisionId[],
  source: aiAct("Article 18(1)"),
} as const;

/** An evidence hold after an incident outranks the end of both periods: the product's own choice, so that causes can be evaluated. */
export const EVIDENCE_HOLD = {
  provisions: ["Art73(6)"] satisfies readonly ProvisionId[],
  status: "policy default",
  source: readIn("Product policy"),
} as const;

/**
 * The last day on which documentation has to be kept, or "hold" while the placing on the market is not known yet.
 * @param placedOnMarket ISO date
 * @throws RegulationReferenceError if it is no date of the calendar
 */
export function documentationRetainUntil(placedOnMarket: string): string {
  if (placedOnMarket === "unknown-yet") return "hold";
  return addYears(placedOnMarket, DOCUMENTATION_RETENTION.yearsAfterPlacingOnTheMarket);
}
