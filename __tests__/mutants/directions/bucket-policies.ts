import { benign, weakens, type Directions } from "../direction";

const VAULT = { name: "evidence_vault" };
const STATE = { name: "terraform_state" };
const SANDBOX = { stack: "sandbox-*" };
const DENY = "policy.Statement[Deny *]";
const ALLOW = "policy.Statement[Allow *]";
const STRICTER = "denied to more than before: who is shut out by mistake hears so at once";

/** Who may do what with a bucket. */
export const BUCKET_POLICIES: Directions = {
  type: "aws_s3_bucket_policy",
  rows: [
    weakens("", "removed", ["Art12", "Art78", "Art18(1)"], "nothing is denied any more"),
    weakens("bucket", "*", ["Art12", "Art78", "Art18(1)"], "nothing is denied any more"),
    weakens("policy", "granted", ["Art78"], "everyone may do everything"),
    weakens("policy", "removed", ["Art12", "Art78", "Art18(1)"], "nothing is denied any more"),
    // Denials.
    weakens(
      DENY,
      "removed",
      ["Art12", "Art19(1)", "Art78", "Art18(1)", "Art73(6)"],
      "what was denied is allowed",
    ),
    weakens(
      `${DENY}.Effect`,
      "*",
      ["Art12", "Art19(1)", "Art78", "Art18(1)"],
      "what was denied to everyone is allowed to everyone",
    ),
    weakens(
      `${DENY}.Principal`,
      "*",
      ["Art12", "Art19(1)", "Art78", "Art18(1)", "Art73(6)"],
      "denied to one only",
    ),
    benign(
      "policy.Statement[Deny DenyLossOfStates|Deny DenyConfigurationByOthers].Action",
      "widened",
      STRICTER,
      STATE,
    ),
    weakens(
      `${DENY}.Action`,
      "widened",
      ["Art12", "Art19(1)", "Art21"],
      "reading and writing are denied, too: the log stops",
    ),
    weakens(
      `${DENY}.Action.**`,
      "removed, changed",
      ["Art12", "Art17(1)", "Art19(1)", "Art26(6)", "Art78", "Art18(1)", "Art73(6)"],
      "a call that was denied is allowed",
    ),
    weakens(
      "policy.Statement[Deny PlacesAreTakenOnce].Resource",
      "widened",
      ["Art12", "Art19(1)"],
      "Datadog cannot write the archive: it asks for no free place",
    ),
    benign(`${DENY}.Resource`, "widened", "a bucket's policy is about its own bucket alone"),
    weakens(
      `${DENY}.Resource.**`,
      "removed, narrowed",
      ["Art12", "Art17(1)", "Art19(1)", "Art78", "Art18(1)", "Art73(6)"],
      "denied for a part only",
    ),
    // Conditions of denials.
    weakens(
      "policy.Statement[Deny DenyHoldByOthers].Condition",
      "removed",
      ["Art73(6)"],
      "no role holds evidence any more",
      VAULT,
    ),
    weakens(
      "policy.Statement[Deny DenyHoldByOthers].Condition.ArnNotEquals.aws:PrincipalArn[*-approver|*-security-officer]",
      "removed",
      ["Art73(6)"],
      "one role fewer holds evidence when it has to be held",
      VAULT,
    ),
    benign("policy.Statement[Deny *Others].Condition", "removed", STRICTER),
    benign("policy.Statement[Deny *Others].Condition.ArnNotEquals.aws:PrincipalArn[*]", "removed", STRICTER),
    weakens(
      `${DENY}.Condition.**`,
      "*",
      ["Art12", "Art17(1)", "Art19(1)", "Art78", "Art18(1)", "Art73(6)"],
      "denied to fewer, or to all and the log stops",
    ),
    // Rights.
    benign(
      "policy.Statement[Allow ReplicateFromVault].**",
      "removed, to Deny, changed, narrowed",
      "vault and copy have one account here: the role's own rights suffice",
      SANDBOX,
    ),
    benign(
      "policy.Statement[Allow OthersKeepState].**",
      "removed, to Deny, changed, narrowed",
      "Terraform of another account cannot read its state, and says so before it plans",
    ),
    benign(
      "policy.Statement[Allow CloudTrailWrites].Condition.StringEquals.s3:x-amz-acl",
      "removed, one more",
      "access lists have no effect: the bucket's owner owns all objects",
    ),
    benign(
      "policy.Statement[Allow InventoryWrites].Condition.StringEquals.aws:SourceAccount",
      "removed, one more",
      "the condition on the vault's own name still binds it",
    ),
    weakens(ALLOW, "removed", ["Art12", "Art18(1)", "Art21"], "what writes into the bucket may no longer"),
    weakens(
      `${ALLOW}.**`,
      "*",
      ["Art12", "Art18(1)", "Art19(1)", "Art21", "Art78"],
      "others may do it, or nobody may",
    ),
  ],
};
