import type { PromotionFacts } from "../facts/promotion-facts";
import { REQUIREMENTS } from "./catalogue";
import type { Lack } from "./lack";
import { CannotTell, type Finding, type LackingContext, type Requirement } from "./requirement";

/** What a fact that cannot be told begins with, in the `what` of a {@link Lack}. */
export const CANNOT_TELL = "Cannot tell: ";

/**
 * Everything a version lacks on its way into production, in the order of the catalogue; nothing when it may go.
 *
 * Pure: the same facts give the same answer. What facts do not tell is lacking as well, and a check that fails on facts that
 * nobody foresaw has told nothing.
 */
export function lacking(facts: PromotionFacts, context: LackingContext): readonly Lack[] {
  return REQUIREMENTS.filter(({ steps }) => steps.includes(context.step)).flatMap((requirement) =>
    findingsOf(requirement, facts, context).map(({ what, fix }) => ({
      requirement: requirement.id,
      duties: requirement.duties,
      what,
      fix,
    })),
  );
}

function findingsOf(
  requirement: Requirement,
  facts: PromotionFacts,
  context: LackingContext,
): readonly Finding[] {
  try {
    return requirement.check(facts, context);
  } catch (error) {
    if (error instanceof CannotTell)
      return [{ what: `${CANNOT_TELL}${error.message}.`, fix: "Supply what is missing first." }];
    return [
      {
        what: `${CANNOT_TELL}the check failed on what was found (${error instanceof Error ? error.name : "unknown"}).`,
        fix: "Tell the platform team: this is a fault of the gate, which refuses what it cannot judge.",
      },
    ];
  }
}
