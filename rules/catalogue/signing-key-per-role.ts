import { signingRights } from "../facts/keys";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

/** Aliases of signing keys say whose they are: `alias/NAMES-sign-ROLE` is that of the role `NAMES-ROLE`. */
const OF_ROLE = /^alias\/(.*)-sign-(?=[^/]+$)/;

export const signingKeyPerRole = judging({
  id: "signing-key-per-role",
  duties: ["Art17(1)", "Art18(1)"],
  title: "Every role that signs records has a key of its own",
  why: "A record shows by its key who wrote it: with a shared key, one role could write in another's name.",
  fix: "Limit the right to sign by kms:ResourceAliases to the alias of the role's own key.",
  subjects: signingRights,
  judge({ address, policy, aliases }, set) {
    const role = text(policy, "role") ?? "";
    const strange = aliases.filter((alias) => OF_ROLE.test(alias) && alias.replace(OF_ROLE, "$1-") !== role);
    if (strange.length > 0) return unmet(`${role} signs with the key of another role: ${strange.join(", ")}`);
    const shared = signingRights(set).filter(
      (other) => other.address !== address && other.aliases.some((alias) => aliases.includes(alias)),
    );
    return holds(
      aliases.length === 1 && shared.length === 0,
      `signs with ${aliases.join(", ")} alone`,
      shared.length > 0
        ? `shares its key with ${shared.map((other) => other.address).join(", ")}`
        : `may sign with ${aliases.length} keys`,
    );
  },
});
