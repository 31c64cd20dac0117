import { allKeys } from "../facts/keys";
import { concerns, denials, statements } from "../policy";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

const CALLS = {
  ENCRYPT_DECRYPT: ["kms:Decrypt", "kms:GenerateDataKey", "kms:Encrypt"],
  SIGN_VERIFY: ["kms:Sign", "kms:GetPublicKey"],
};

export const keyUsable = judging({
  id: "key-usable",
  duties: ["Art12", "Art19(1)", "Art21"],
  title: "A key's own account can use it",
  why: "A key whose policy lets nobody use it makes all it encrypted unreadable, and whoever could mend the policy is shut out with the others.",
  fix: "Let the policy give the rights on the key to the account's root, so that IAM decides, and deny to everyone only what loses the key.",
  subjects: allKeys,
  judge(key, set) {
    const policy = statements(key, "policy");
    if (policy.length === 0) return holds(true, "AWS's default policy leaves it to the account's IAM", "");
    const account = set.account(key);
    const own = policy.filter(
      ({ effect, principals, conditions }) =>
        effect === "Allow" &&
        conditions.length === 0 &&
        principals.some((principal) => principal.startsWith(`arn:aws:iam::${account ?? ""}`)),
    );
    const calls = text(key, "key_usage") === "SIGN_VERIFY" ? CALLS.SIGN_VERIFY : CALLS.ENCRYPT_DECRYPT;
    const denied = calls.filter((call) => denials(policy, call).length > 0);
    if (denied.length > 0) return unmet(`denied to everyone: ${denied.join(", ")}`);
    const missing = calls.filter(
      (call) => !own.some((right) => concerns(right, call) && right.resources.includes("*")),
    );
    return holds(
      missing.length === 0,
      "the account's IAM decides",
      `nobody of its account may ${missing.join(", ")}`,
    );
  },
});
