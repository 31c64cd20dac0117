import { allKeys } from "../facts/keys";
import { deniedToOthers } from "../families/denial";
import { statements } from "../policy";

export const keyLossDenied = deniedToOthers({
  id: "key-loss-denied",
  duties: ["Art12", "Art19(1)", "Art26(6)"],
  title: "Only the break-glass role can disable or delete a key",
  why: "Deleting the key destroys what it encrypted, locked or not.",
  fix: "Deny kms:DisableKey, kms:ScheduleKeyDeletion and kms:DeleteImportedKeyMaterial to everyone but that role, in the key's policy.",
  subjects: allKeys,
  statementsOf: (_, key) => statements(key, "policy"),
  actions: ["kms:DisableKey", "kms:ScheduleKeyDeletion", "kms:DeleteImportedKeyMaterial"],
  on: "everything",
});
