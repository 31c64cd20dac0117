import { allKeys } from "../facts/keys";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const oneAliasPerKey = judging({
  id: "one-alias-per-key",
  duties: ["Art12", "Art17(1)"],
  title: "Each key has an alias of its own, and one only",
  why: "Rights name keys by their alias: moved to another key, the alias gives its rights on that one, and takes them from its own.",
  fix: "Let target_key_id of each alias name the key it was made for.",
  subjects: allKeys,
  judge(key, set) {
    const { by, strays } = set.pointing("aws_kms_alias", "target_key_id", "aws_kms_key");
    const aliases = by.get(key.address) ?? [];
    if (aliases.length === 0 && strays.some(({ stack }) => stack === key.stack))
      throw new CannotTell("there are aliases whose key is not known");
    return holds(aliases.length === 1, "it has one alias", `it has ${aliases.length} aliases`);
  },
});
