import type { PromotionFacts } from "../facts/promotion-facts";
import { REQUIREMENTS } from "./catalogue";
import type { Lack } from "./lack";
import {
  CannotTell,
  type Finding,
  type LackingContext,
  type Requirement,
  type RunEvidence,
} from "./requirement";

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
    lacks(requirement, () => requirement.check(facts, context)),
  );
}

/** What a run lacks that can be told before a version of it is registered. {@link UNTIL_REGISTERED} is told later. */
export function lackingInRun(facts: RunEvidence, context: Omit<LackingContext, "step">): readonly Lack[] {
  return REQUIREMENTS.flatMap((requirement) =>
    requirement.of === "run"
      ? lacks(requirement, () => requirement.check(facts, { ...context, step: "approval" }))
      : [],
  );
}

/** Requirements that only a registered version can be held against. */
export const UNTIL_REGISTERED: readonly Requirement[] = REQUIREMENTS.filter(
  (requirement) => requirement.of === "version",
);

const lacks = ({ id, duties }: Requirement, check: () => readonly Finding[]): readonly Lack[] =>
  findingsOf(check).map(({ what, fix }) => ({ requirement: id, duties, what, fix }));

function findingsOf(check: () => readonly Finding[]): readonly Finding[] {
  try {
    return check();
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
