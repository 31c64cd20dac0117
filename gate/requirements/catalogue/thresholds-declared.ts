import { limitsInWords } from "../../../configs";
import { BOTH_STEPS, CannotTell, productionOf, type RunRequirement } from "../requirement";

export const thresholdsDeclared: RunRequirement = {
  id: "thresholds-declared",
  of: "run",
  duties: ["Art15(3)"],
  title: "The thresholds are those that the instructions for use declare",
  why: "Deployers rely on the accuracy they are told; a release is held against that, and not against less.",
  how: "`production.instructionsForUse.accuracy` and configs/thresholds/<system>.yaml say the same; `evidence validate` tells where they do not.",
  steps: BOTH_STEPS,
  check(_facts, context) {
    const declared = productionOf(context).instructionsForUse.accuracy;
    const thresholds = context.requirements?.thresholds;
    if (!thresholds) throw new CannotTell("the system has no thresholds");
    const held = new Set(thresholds.metrics.map(limitsInWords));
    return declared
      .map(limitsInWords)
      .filter((each) => !held.has(each))
      .map((each) => ({
        what: `The instructions for use declare ${each}, and no threshold says so.`,
        fix: `Write the same in configs/thresholds/${thresholds.system}.yaml, by a reviewed change.`,
      }));
  },
};
