import { guardrails } from "../facts/guardrails";
import { holds, judging } from "../rule";

export const guardrailAttached = judging({
  id: "guardrail-attached",
  duties: ["Art12", "Art18(1)", "Art19(1)"],
  title: "The organisation's guardrails are attached",
  why: "A policy that is attached to nothing forbids nothing.",
  fix: "Attach the policy to the unit or account of the vault.",
  subjects: guardrails,
  judge(policy, set) {
    const attached = set.pointing(
      "aws_organizations_policy_attachment",
      "policy_id",
      "aws_organizations_policy",
    ).by;
    return holds(attached.has(policy.address), "attached", "attached to no account or unit");
  },
});
