import { keyOfAlias, signingRights } from "../facts/keys";
import { allowedAmong } from "../facts/roles";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

export const signingKeyUsage = judging({
  id: "signing-key-usage",
  duties: ["Art12", "Art17(1)", "Art18(1)"],
  title: "Who signs records has a key made for signing",
  why: "A record is checked offline against the public half of its key, which only a signing key has.",
  fix: "Set key_usage to SIGN_VERIFY and customer_master_key_spec to ECC_NIST_P256, give the key its alias, and allow kms:GetPublicKey beside kms:Sign.",
  subjects: signingRights,
  judge({ policy, aliases }, set) {
    if (aliases.length === 0) return unmet("the right to sign is not limited to a key");
    const keys = aliases.map((alias) => keyOfAlias(set, alias, policy));
    if (!keys.every((key) => key !== undefined)) {
      if (!set.whole && set.ofType("aws_kms_alias").length === 0)
        throw new CannotTell("its key is none of these resources");
      return unmet(`no key has the alias ${aliases.join(", ")}`);
    }
    if (!allowedAmong(policy, ["kms:GetPublicKey"]).length)
      return unmet("the key's public half cannot be fetched");
    const wrong = keys.filter((key) => text(key, "key_usage") !== "SIGN_VERIFY");
    return holds(
      wrong.length === 0,
      "signs with a signing key",
      `not made for signing: ${wrong.map(({ address }) => address).join(", ")}`,
    );
  },
});
