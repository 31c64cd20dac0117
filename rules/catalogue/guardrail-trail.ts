import { deniedToOthers } from "../families/denial";
import { guardrails, guardrailStatements } from "../facts/guardrails";

export const guardrailTrail = deniedToOthers({
  id: "guardrail-trail",
  duties: ["Art12", "Art19(1)"],
  title: "In the vault's account only named roles can stop the record of accesses",
  why: "Who wants to go unseen stops the record first.",
  fix: "Deny these calls in the service control policy to all but the deploy and break-glass roles.",
  subjects: guardrails,
  statementsOf: guardrailStatements,
  actions: [
    "cloudtrail:DeleteTrail",
    "cloudtrail:StopLogging",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:UpdateTrail",
  ],
  on: "everything",
});
