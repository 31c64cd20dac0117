import { deniedToEveryone } from "../families/denial";
import { guardrails, guardrailStatements } from "../facts/guardrails";

export const guardrailLock = deniedToEveryone({
  id: "guardrail-lock",
  duties: ["Art12", "Art19(1)"],
  title: "In the vault's account nobody may bypass a lock",
  why: "What the bucket's policy denies, its administrators could allow again; what the organisation denies, they cannot.",
  fix: "Deny s3:BypassGovernanceRetention in the service control policy, without a condition.",
  subjects: guardrails,
  statementsOf: guardrailStatements,
  actions: ["s3:BypassGovernanceRetention"],
  on: "everything",
});
