import { dayOf } from "../moments";
import { own } from "../own";
import { setTag } from "../python";
import { BOTH_STEPS, CannotTell, productionOf, type RunRequirement, runOf } from "../requirement";

const KEY = "ai_act.risk_assessment";

export const riskAssessed: RunRequirement = {
  id: "risk-assessed",
  of: "run",
  duties: ["Art9", "annex-iv:5"],
  title: "The risk assessment that the run names is made and has not expired",
  why: "Risk management goes on over the whole lifecycle: a release rests on an assessment of today.",
  how: "Name one of `production.riskAssessments` in the tag `ai_act.risk_assessment`; where it has expired, assess again and add the new one to the config.",
  steps: BOTH_STEPS,
  check(facts, context) {
    const run = runOf(facts);
    const { riskAssessments } = productionOf(context);
    const named = own(run.tags, KEY);
    const found = riskAssessments.find(({ id }) => id === named);
    if (!found) throw new CannotTell(`the run's tag ${KEY} names none that the config declares`);
    const today = dayOf(context.at);
    const valid = riskAssessments.find(
      ({ assessedOn, validUntil }) => assessedOn <= today && today <= validUntil,
    );
    const file = `configs/systems/${context.requirements?.system.id}.yaml`;
    const fix = valid
      ? `If ${valid.id} covers this change: ${setTag(run.id, KEY, valid.id)}.`
      : `Assess again, and add the assessment to production.riskAssessments in ${file}.`;
    if (today < found.assessedOn)
      return [
        { what: `Risk assessment ${found.id} is dated ${found.assessedOn}, and today is ${today}.`, fix },
      ];
    if (today > found.validUntil)
      return [
        {
          what: `Risk assessment ${found.id} was valid until ${found.validUntil}, and today is ${today}.`,
          fix,
        },
      ];
    return [];
  },
};
