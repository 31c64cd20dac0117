import { dayOf } from "../moments";
import { BOTH_STEPS, productionOf, type RunRequirement } from "../requirement";

export const oversightAssessed: RunRequirement = {
  id: "oversight-assessed",
  of: "run",
  duties: ["annex-iv:2(e)", "Art14"],
  title: "The human oversight measures of the system are assessed",
  why: "The technical documentation holds that assessment. Approving a release is not human oversight, which happens during use.",
  how: "`production.oversight` of the config: where the assessment is kept, and its day.",
  steps: BOTH_STEPS,
  check(_facts, context) {
    const { assessedOn } = productionOf(context).oversight;
    const today = dayOf(context.at);
    if (assessedOn <= today) return [];
    return [
      {
        what: `The assessment of the oversight measures is dated ${assessedOn}, and today is ${today}.`,
        fix: `Correct production.oversight in configs/systems/${context.requirements?.system.id}.yaml.`,
      },
    ];
  },
};
