import { belonging, secretPolicy, secrets } from "../facts/stores";
import { statements, type Statement } from "../policy";
import { any, flag } from "../reading";
import type { Resource } from "../resource";
import { holds, judging, unmet } from "../rule";
import { isLeftToProvider } from "../values";

export const secretClosed = judging({
  id: "secret-closed",
  duties: ["Art78"],
  title: "No secret's policy gives rights to everyone, and none can be made to",
  why: "A policy open to everyone hands the database to other accounts.",
  fix: "Name the principals in the policy, and set block_public_policy to true.",
  measure: { name: "principals with rights", unit: "principals", better: "lower" },
  subjects: secrets,
  judge(secret, set) {
    const policy = belonging(set, secret, "aws_secretsmanager_secret_policy", "secret_arn");
    if (!policy) return unmet("it has no policy");
    const rights = [...secretPolicy(set, secret), ...writtenIn(secret)].filter(
      ({ effect }) => effect === "Allow",
    );
    if (rights.some(({ everyone }) => everyone)) return unmet("everyone is given rights");
    const granted = new Set(rights.flatMap(({ principals }) => principals)).size;
    return holds(
      flag(policy, "block_public_policy", false),
      "no rights for everyone",
      "a public policy would be taken",
      granted,
    );
  },
});

/** What the secret itself says, which a provider also reads back into it. */
function writtenIn(secret: Resource): readonly Statement[] {
  const policy = any(secret, "policy");
  return policy === undefined || policy === "" || isLeftToProvider(policy)
    ? []
    : statements(secret, "policy");
}
