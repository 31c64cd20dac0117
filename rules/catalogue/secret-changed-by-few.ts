import { secretPolicy, secrets } from "../facts/stores";
import { deniedToOthers } from "../families/denial";

export const secretChangedByFew = deniedToOthers({
  id: "secret-changed-by-few",
  duties: ["Art78", "Art17(1)"],
  title: "Only named roles change a secret, its policy or its life",
  why: "Whoever may change the policy may undo what closes the secret; who may change the value chooses the database that the gate believes.",
  fix: "Deny these calls to everyone whose aws:PrincipalArn is not the deploy or the break-glass role.",
  subjects: secrets,
  statementsOf: secretPolicy,
  actions: [
    "secretsmanager:DeleteResourcePolicy",
    "secretsmanager:DeleteSecret",
    "secretsmanager:PutResourcePolicy",
    "secretsmanager:PutSecretValue",
    "secretsmanager:ReplicateSecretToRegions",
    "secretsmanager:UpdateSecret",
    "secretsmanager:UpdateSecretVersionStage",
  ],
  on: "everything",
});
