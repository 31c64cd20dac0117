import { deniedToEveryone } from "../families/denial";
import { guardrails, guardrailStatements } from "../facts/guardrails";

export const guardrailAccount = deniedToEveryone({
  id: "guardrail-account",
  duties: ["Art12", "Art18(1)", "Art19(1)"],
  title: "The vault's account stays in the organisation and open",
  why: "Closing the account destroys locked objects, too; an account that leaves is bound by none of this.",
  fix: "Deny organizations:LeaveOrganization and account:CloseAccount in the service control policy.",
  subjects: guardrails,
  statementsOf: guardrailStatements,
  actions: ["organizations:LeaveOrganization", "account:CloseAccount"],
  on: "everything",
});
