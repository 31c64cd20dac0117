import { benign, destroys, refused, weakens, type Directions } from "../direction";

const SANDBOX = { stack: "sandbox-*" };
const UNUSED = { name: "evidence_replica" };
const DENY = "policy.Statement[Deny *]";
const STRICTER = "denied to more than before: the key stays, and who has to change it hears that he may not";

/** Keys, without which locked objects cannot be read and records cannot be signed. */
export const KEYS: readonly Directions[] = [
  {
    type: "aws_kms_key",
    rows: [
      weakens(
        "",
        "removed",
        ["Art12", "Art18(1)", "Art19(1)"],
        "what it encrypted cannot be read, what it signed not checked",
      ),
      destroys(
        "customer_master_key_spec",
        "*",
        ["Art12", "Art18(1)"],
        "a key of another kind is another key: the old one is deleted",
      ),
      destroys(
        "key_usage",
        "*",
        ["Art12", "Art18(1)"],
        "a key for another use is another key: the old one is deleted",
      ),
      benign("deletion_window_in_days", "removed", "30 days is the provider's default"),
      weakens(
        "deletion_window_in_days",
        "lowered, zero",
        ["Art19(1)"],
        "its deletion can be called off for a shorter time",
      ),
      refused("deletion_window_in_days", "raised, extreme", "30 days at the most are offered"),
      benign("description", "*", "words for people"),
      weakens("enable_key_rotation", "*", ["Art78"], "one key for ever encrypts everything"),
      weakens("is_enabled", "set to false", ["Art21"], "what it encrypted cannot be read"),
      weakens("policy", "granted", ["Art78"], "everyone may use the key"),
      weakens("policy", "removed", ["Art12", "Art19(1)"], "AWS's own policy denies nothing"),
      // Denials.
      benign("policy.Statement[Deny *].Condition", "removed", STRICTER),
      benign("policy.Statement[Deny *].Condition.ArnNotEquals.aws:PrincipalArn[*]", "removed", STRICTER),
      weakens(
        `${DENY}.Action`,
        "widened",
        ["Art12", "Art21"],
        "using the key is denied, too: nothing can be read or written",
      ),
      weakens(
        `${DENY}.**`,
        "*",
        ["Art12", "Art17(1)", "Art19(1)", "Art18(1)"],
        "the key can be lost, or its policy changed, by more than those named",
      ),
      // Rights.
      weakens(
        "policy.Statement[Allow AccountUsesIam].**",
        "*",
        ["Art12", "Art19(1)", "Art21", "Art78"],
        "nobody of the account may use the key, or others may, too",
      ),
      weakens(
        "policy.Statement[Allow CloudTrailEncrypts].**",
        "*",
        ["Art12", "Art19(1)", "Art78"],
        "accesses are no longer recorded, or trails of others may use the key",
      ),
      benign(
        "policy.Statement[Allow ReplicationEncrypts].**",
        "removed, to Deny, changed, narrowed",
        "vault and copy have one account here: the role's own rights suffice",
        SANDBOX,
      ),
      benign(
        "policy.Statement[Allow OthersKeepState].Action.**",
        "removed, changed",
        "Terraform of another account cannot read its state, and says so before it plans",
      ),
      benign(
        "policy.Statement[Allow OthersKeepState].Resource.**",
        "*",
        "a key's policy is about its own key alone",
      ),
      weakens(
        "policy.Statement[Allow OthersKeepState].**",
        "removed, to Deny, changed, narrowed",
        ["Art17(1)"],
        "whom the bucket of states exempts is known to no other policy: a slip, or a back door",
      ),
      weakens(
        "policy.Statement[Allow *].**",
        "*",
        ["Art12", "Art18(1)", "Art19(1)", "Art78"],
        "copies can no longer be encrypted, or others may use the key",
      ),
    ],
  },
  {
    type: "aws_kms_alias",
    rows: [
      weakens("", "removed", ["Art12", "Art17(1)"], "rights that name the alias give nothing"),
      benign("name", "*", "no right names this alias: it is for people", UNUSED),
      weakens("name", "*", ["Art12", "Art17(1)", "Art78"], "rights that name the alias give nothing"),
      weakens(
        "target_key_id",
        "*",
        ["Art12", "Art17(1)"],
        "rights that name the alias are about another key",
      ),
    ],
  },
];
