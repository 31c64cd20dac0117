import type { System } from "../../../configs";
import { Looking } from "../link";
import type { Matter } from "../matter";
import type { ChainLink } from "../model";

/** The tag by which a run names the assessment it was made under. */
const TAG = "ai_act.risk_assessment";

type Assessment = {
  readonly id: string;
  readonly reference: string;
  readonly assessedOn: string;
  readonly validUntil: string;
};

/** That the run names a risk assessment which was declared and valid when it was decided, and still when the system decided. */
export function riskAssessment({ standing, span, declared }: Matter): ChainLink {
  const looking = new Looking("risk-assessment");
  const { decision, evidence } = standing ?? {};
  if (decision === undefined || evidence === undefined)
    return looking.cannotTell("No decision names the run that would name its risk assessment.").link();
  if (evidence.is !== "read")
    return looking.say(evidence.is, `What the decision saw cannot be read: ${evidence.because}.`).link();
  const { evidence: seen, heldAgainst } = evidence.content;
  looking.source("document", `documentation/sha256/${evidence.sha256}`, evidence.sha256);
  const id = seen["run tags"]?.[TAG];
  looking.fact(`Tag ${TAG}`, id);
  if (id === undefined) return looking.missing(`The run has no tag ${TAG}.`).link();
  const { system } = decision.details;
  if (system !== undefined && heldAgainst.system.id !== system)
    looking.broken(`What was declared then is of ${heldAgainst.system.id}; the decision is on ${system}.`);
  const then = heldAgainst.system.production?.riskAssessments ?? [];
  const assessment = then.find((one) => one.id === id);
  if (assessment === undefined)
    return looking.broken(`The run names ${id}, which the config of that time does not declare.`).link();
  const { reference, assessedOn, validUntil } = assessment;
  looking.fact("Reference", reference).fact("Assessed", assessedOn).fact("Valid until", validUntil);
  const day = decision.at.slice(0, 10);
  if (assessedOn > day) looking.broken(`${id} is of ${assessedOn}, after the decision of ${day}.`);
  else if (validUntil < day)
    looking.broken(`${id} was valid until ${validUntil}, and the decision is of ${day}.`);
  else looking.met(`${id} was declared, and valid when it was decided (${day}).`);
  if (span !== undefined) stillValid(assessment, span.last.slice(0, 10), declared, looking);
  return looking.link();
}

/** Risk management goes on while a system is used: what ran out is followed by another. */
function stillValid(
  { id, validUntil }: Assessment,
  day: string,
  declared: System | undefined,
  looking: Looking,
): void {
  if (day <= validUntil) return;
  const said = `${id} ran out on ${validUntil}, before the entry of ${day}`;
  if (declared === undefined) return void looking.cannotTell(`${said}; what followed it is not known here.`);
  const next = (declared.production?.riskAssessments ?? []).find(
    ({ assessedOn, validUntil: until }) => assessedOn <= day && day <= until,
  );
  if (next === undefined) looking.missing(`${said}, and the config declares none for that day.`);
  else looking.met(`${said}; the config declares ${next.id}, valid on that day.`);
}
