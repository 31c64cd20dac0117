import { signingRights } from "../facts/keys";
import { holds, judging } from "../rule";

export const signingKeyPerRole = judging({
  id: "signing-key-per-role",
  duties: ["Art17(1)", "Art18(1)"],
  title: "Every role that signs records has a key of its own",
  why: "A record shows by its key who wrote it: with a shared key, one role could write in another's name.",
  fix: "Limit the right to sign by kms:ResourceAliases to the alias of the role's own key.",
  subjects: signingRights,
  judge({ address, aliases }, set) {
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
