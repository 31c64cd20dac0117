import { evidenceBuckets, configurationOf } from "../facts/buckets";
import { guardrails } from "../facts/guardrails";
import { allKeys } from "../facts/keys";
import { stateBuckets } from "../facts/stacks";
import { artifactBuckets, belonging, secrets } from "../facts/stores";
import { statements } from "../policy";
import { any } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, notApplicable } from "../rule";
import { CannotTell } from "../values";

/** A policy that denies, and whom it does not deny. */
interface Exempting {
  readonly address: string;
  readonly policy: Resource;
  readonly attribute: string;
}

export const exemptionsAgree = judging({
  id: "exemptions-agree",
  duties: ["Art12", "Art17(1)", "Art19(1)"],
  title: "Who is exempt from one protection is known to another",
  why: "The roles that may change what keeps evidence are few and the same everywhere: a name that one policy alone exempts is a slip, or a back door.",
  fix: "Exempt the deploy and break-glass roles of the config, and no other.",
  subjects: (set) =>
    policies(set).map(({ policy, attribute }) => ({ address: policy.address, policy, attribute })),
  judge({ policy, attribute }, set) {
    const namedBy = policiesByName(set);
    const byOthers = (name: string) => [...(namedBy.get(name) ?? [])].some((each) => each !== policy);
    if (![...namedBy.keys()].some(byOthers)) return notApplicable("no other policy names anybody");
    const strange = exempt(policy, attribute).filter(
      (principal) => !byOthers(principal) && !isRoleOf(set, principal) && !deploys(set, principal),
    );
    return holds(strange.length === 0, "known to others", `exempt here alone: ${strange.join(", ")}`);
  },
});

function policies(set: ResourceSet): readonly Exempting[] {
  return set.once("policies that exempt", () => [
    ...[...new Set([...evidenceBuckets(set), ...stateBuckets(set), ...artifactBuckets(set)])].flatMap(
      (bucket) => exempting(() => configurationOf(set, bucket, "aws_s3_bucket_policy")),
    ),
    ...secrets(set).flatMap((secret) =>
      exempting(() => belonging(set, secret, "aws_secretsmanager_secret_policy", "secret_arn")),
    ),
    ...allKeys(set).map((policy) => ({ address: policy.address, policy, attribute: "policy" })),
    ...guardrails(set).map((policy) => ({ address: policy.address, policy, attribute: "content" })),
  ]);
}

function exempting(find: () => Resource | undefined): readonly Exempting[] {
  const policy = quietly(find);
  return policy ? [{ address: policy.address, policy, attribute: "policy" }] : [];
}

/** Policies by the principals they name. */
function policiesByName(set: ResourceSet): ReadonlyMap<string, ReadonlySet<Resource>> {
  return set.once("policies by whom they name", () => {
    const namedBy = new Map<string, Set<Resource>>();
    for (const { policy, attribute } of policies(set))
      for (const name of quietly(() => named(policy, attribute)) ?? [])
        namedBy.set(name, (namedBy.get(name) ?? new Set()).add(policy));
    return namedBy;
  });
}

function exempt(policy: Resource, attribute: string): readonly string[] {
  const conditions = statements(policy, attribute)
    .filter(({ effect }) => effect === "Deny")
    .flatMap((denial) => denial.conditions);
  const names = conditions
    .filter(({ operator, key }) => operator.includes("Not") && key.toLowerCase() === "aws:principalarn")
    .flatMap(({ values }) => values);
  return [...new Set(names)];
}

/** Principals that a policy names: those it exempts, and those it lets in. */
const named = (policy: Resource, attribute: string): readonly string[] => [
  ...exempt(policy, attribute),
  ...statements(policy, attribute).flatMap(({ effect, principals }) =>
    effect === "Allow" ? principals : [],
  ),
];

/** Whether Terraform itself takes the role. */
const deploys = (set: ResourceSet, principal: string): boolean =>
  set.stacks.some(({ address, providers }) =>
    Object.values(providers).some((values) => any({ address, values }, "assume_role.role_arn") === principal),
  );

/** A role that is made here is known, whoever else names it. */
function isRoleOf(set: ResourceSet, principal: string): boolean {
  const [, account, name] = /^arn:aws:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(principal) ?? [];
  return set
    .ofType("aws_iam_role")
    .some((role) => any(role, "name") === name && (set.account(role) ?? account) === account);
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CannotTell) return undefined;
    throw error;
  }
}
