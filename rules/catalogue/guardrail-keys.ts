import { deniedToOthers } from "../families/denial";
import { guardrails, guardrailStatements } from "../facts/guardrails";

export const guardrailKeys = deniedToOthers({
  id: "guardrail-keys",
  duties: ["Art12", "Art18(1)", "Art19(1)"],
  title: "In the vault's account only the break-glass role can lose a key",
  why: "Deleting a key destroys what it encrypted, locked or not.",
  fix: "Deny kms:DisableKey, kms:ScheduleKeyDeletion and kms:DeleteImportedKeyMaterial in the service control policy to all but that role.",
  subjects: guardrails,
  statementsOf: guardrailStatements,
  actions: ["kms:DisableKey", "kms:ScheduleKeyDeletion", "kms:DeleteImportedKeyMaterial"],
  on: "everything",
});
