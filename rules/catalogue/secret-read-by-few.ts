import { secretPolicy, secrets } from "../facts/stores";
import { deniedToOthers } from "../families/denial";

export const secretReadByFew = deniedToOthers({
  id: "secret-read-by-few",
  duties: ["Art78", "Art17(1)"],
  title: "Only named roles read a secret",
  why: "With the login of the database, versions and approvals are changed beside the gate.",
  fix: "Deny secretsmanager:GetSecretValue to everyone whose aws:PrincipalArn is not an execution role that hands it on, the deploy or the break-glass role.",
  subjects: secrets,
  statementsOf: secretPolicy,
  actions: ["secretsmanager:GetSecretValue"],
  on: "everything",
});
