import { benign, destroys, weakens, type Directions } from "../direction";

const SANDBOX = { stack: "sandbox-*" };
const TRUST = "assume_role_policy.Statement[Allow 0]";
const HOLDERS = { name: "vault_approver|vault_security_officer" };

/** Roles, who takes them, and what they may do. */
export const ROLES: readonly Directions[] = [
  {
    type: "aws_iam_role",
    rows: [
      weakens("", "removed", ["Art12", "Art18(1)"], "its work is left undone"),
      weakens("assume_role_policy", "*", ["Art78", "Art12"], "nobody may take it, or everyone"),
      benign(
        `${TRUST}.Principal`,
        "changed",
        "which application puts checkpoints is the config's choice, and its role is of another account before and after",
        { name: "vault_checkpoint_writer", stack: "production-*" },
      ),
      weakens(
        `${TRUST}.**`,
        "*",
        ["Art12", "Art78"],
        "nobody may take it, or others may, or with less asked of them",
      ),
      benign("description", "*", "words for people"),
      weakens("inline_policy", "*", ["Art12"], "rights beside its policies"),
      weakens("managed_policy_arns", "*", ["Art12"], "rights beside its policies"),
      destroys(
        "name",
        "*",
        ["Art12", "Art18(1)"],
        "a role of another name is another role: what named it lets it in no more",
      ),
      benign("provider", "another", "one account here: roles have no region", SANDBOX),
    ],
  },
  {
    type: "aws_iam_role_policy",
    rows: [
      weakens("", "removed", ["Art12", "Art18(1)"], "the role may do nothing"),
      benign("name", "*", "words for people"),
      weakens("policy", "*", ["Art12", "Art18(1)"], "the role may do nothing, or everything"),
      benign(
        "policy.Statement[Allow 2].Action[s3:ObjectOwnerOverrideToBucketOwner]",
        "removed",
        "vault and copy have one account here: one owner",
        { name: "evidence_replica", stack: "sandbox-*" },
      ),
      benign(
        "policy.Statement[Allow Read].Resource[*/index/*]",
        "removed, narrowed",
        "the index is derived from the rest, and may be made again",
      ),
      benign(
        "policy.Statement[Allow Read].Action[s3:GetObjectLegalHold]",
        "removed",
        "the right to hold evidence has it as well, on everything",
        HOLDERS,
      ),
      weakens(
        "policy.Statement[Allow *].**",
        "*",
        ["Art12", "Art12(1)", "Art17(1)", "Art18(1)", "Art21", "Art73(6)", "Art78"],
        "its work is left undone, or it may do more than its work",
      ),
      weakens(
        "role",
        "*",
        ["Art12", "Art18(1)", "Art17(1)"],
        "the role may do nothing, another may do its work",
      ),
      benign("provider", "another", "one account here: policies of roles have no region", SANDBOX),
    ],
  },
];
