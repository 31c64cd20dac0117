import { allKeys } from "../facts/keys";
import { deniedToOthers } from "../families/denial";
import { statements } from "../policy";

export const keyConfigurationRestricted = deniedToOthers({
  id: "key-configuration-restricted",
  duties: ["Art12", "Art17(1)"],
  title: "Only named roles can change a key's policy, rotation or alias",
  why: "Whoever may change the policy may give themselves the right to delete the key; the alias is how policies name it.",
  fix: "Deny these calls to everyone but the deploy and break-glass roles, in the key's policy.",
  subjects: allKeys,
  statementsOf: (_, key) => statements(key, "policy"),
  actions: ["kms:PutKeyPolicy", "kms:DisableKeyRotation", "kms:UpdateAlias", "kms:DeleteAlias"],
  on: "everything",
});
