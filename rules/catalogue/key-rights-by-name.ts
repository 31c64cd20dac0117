import { encryptionKeys, keyOfAlias } from "../facts/keys";
import { namedIn } from "../facts/named";
import { aliasesOf, isPattern, policiesThat } from "../facts/rights";
import { allowed, allowedAmong } from "../facts/roles";
import { concerns, type Statement } from "../policy";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";

/** Calls by which what a key encrypts is written or read. */
const CALLS = ["kms:Decrypt", "kms:GenerateDataKey"];

export const keyRightsByName = judging({
  id: "key-rights-by-name",
  duties: ["Art12", "Art78"],
  title: "Rights on a key name a key of the evidence",
  why: "A right on all keys reads whatever the account encrypts; one on an alias that no key has reads and writes nothing, and the log stops.",
  fix: "Name the key by its ARN, or limit the right by kms:ResourceAliases to the alias of a bucket's key.",
  subjects: (set) => policiesThat(set, (policy) => allowedAmong(policy, CALLS).length > 0),
  judge(policy, set) {
    const rights = allowed(policy).filter((right) => CALLS.some((call) => concerns(right, call)));
    const wrong = rights.flatMap((right) => problems(set, policy, right));
    return holds(wrong.length === 0, "keys of the evidence, by name", wrong.join("; "));
  },
});

function problems(set: ResourceSet, policy: Resource, right: Statement): readonly string[] {
  const keys = encryptionKeys(set);
  const known = (key: Resource | undefined) => key !== undefined && keys.includes(key);
  const aliases = aliasesOf(right);
  const strange = aliases.filter((alias) => !known(keyOfAlias(set, alias, policy)));
  return [
    ...right.resources.flatMap((resource) => {
      if (isPattern(resource)) return aliases.length > 0 ? [] : ["any key"];
      return known(namedIn(set, "aws_kms_key", resource, policy))
        ? []
        : [`${resource} encrypts no bucket of ours`];
    }),
    ...strange.map((alias) => `${alias} is the alias of no bucket's key`),
  ];
}
