import { concerns, like, type Statement } from "../policy";
import { any, text } from "../reading";
import type { Resource } from "../resource";
import { groupedBy, type ResourceSet } from "../resource-set";
import { statements } from "../policy";
import { CannotTell } from "../values";
import { bucketArn, vaultBuckets } from "./buckets";
import { keyOfAlias } from "./keys";
import { namedIn } from "./named";
import { rolePolicies } from "./roles";

/** Policies written for a role, by its name. */
export const policiesOf = (set: ResourceSet, role: string): readonly Resource[] =>
  set
    .once("policies by role", () => groupedBy(rolePolicies(set), (policy) => [text(policy, "role") ?? ""]))
    .get(role) ?? [];

/** Policies that do something; one that cannot be read is for the rules about rights to tell. */
export function policiesThat(
  set: ResourceSet,
  doThis: (policy: Resource) => boolean,
  among: readonly Resource[] = rolePolicies(set),
): readonly Resource[] {
  return among.filter((policy) => {
    try {
      return doThis(policy);
    } catch (error) {
      if (error instanceof CannotTell) return false;
      throw error;
    }
  });
}

/** Statements about a call, by policy: rules ask it of thousands of places. */
const ABOUT = new WeakMap<Resource, Map<string, readonly Statement[]>>();

function statementsOn(policy: Resource, action: string): readonly Statement[] {
  const known = ABOUT.get(policy) ?? new Map<string, readonly Statement[]>();
  ABOUT.set(policy, known);
  const found = known.get(action) ?? statements(policy, "policy").filter((each) => concerns(each, action));
  known.set(action, found);
  return found;
}

/** Vault buckets that a policy may be about: nearly every statement names one of them, and there may be hundreds. */
export function vaultBucketsIn(set: ResourceSet, policy: Resource): readonly Resource[] {
  // Asked for each time, so that whoever traces a rule sees that it looks at buckets.
  const vaults = set.once("vault buckets by ARN", () => vaultsByArn(set));
  const known = set.once("vault buckets by policy", () => new Map<Resource, readonly Resource[]>());
  const found = known.get(policy) ?? named(policy, vaults);
  known.set(policy, found);
  return found;
}

/** Policies that may be about a vault bucket; one that cannot be read is for the rules about rights to tell. */
export function policiesAbout(set: ResourceSet, bucket: Resource): readonly Resource[] {
  const byBucket = set.once("policies by vault bucket", () =>
    groupedBy(
      policiesThat(set, (policy) => vaultBucketsIn(set, policy).length > 0),
      (policy) => vaultBucketsIn(set, policy),
    ),
  );
  return byBucket.get(bucket) ?? [];
}

function named(
  policy: Resource,
  { all, byArn, unnamed }: ReturnType<typeof vaultsByArn>,
): readonly Resource[] {
  const bases = new Set(
    statements(policy, "policy").flatMap(({ resources }) =>
      resources.map((resource) => resource.split("/", 1)[0] ?? ""),
    ),
  );
  if ([...bases].some((base) => /[*?]/.test(base) || !base.startsWith("arn:"))) return all;
  return [...[...bases].flatMap((base) => byArn.get(base) ?? []), ...unnamed];
}

/** One whose name is not known may be any: whoever looks at it cannot tell. */
function vaultsByArn(set: ResourceSet) {
  const isNamed = (bucket: Resource) => typeof any(bucket, "bucket") === "string";
  const all = vaultBuckets(set);
  return {
    all,
    byArn: groupedBy(all.filter(isNamed), (bucket) => [bucketArn(bucket)]),
    unnamed: all.filter((bucket) => !isNamed(bucket)),
  };
}

/** Whether a policy allows a call on a resource, and does not deny it. */
export function may(policy: Resource, action: string, resource: string): boolean {
  const about = statementsOn(policy, action).filter((each) =>
    each.resources.some((pattern) => like(pattern, resource)),
  );
  return about.some(({ effect }) => effect === "Allow") && about.every(({ effect }) => effect === "Allow");
}

/** Whether a policy allows a call with a key: named by itself, or among all keys of its place by its alias. */
export function mayUse(set: ResourceSet, policy: Resource, action: string, key: Resource): boolean {
  return statements(policy, "policy").some(
    (right) => right.effect === "Allow" && concerns(right, action) && names(set, policy, right, key),
  );
}

function names(set: ResourceSet, policy: Resource, right: Statement, key: Resource): boolean {
  if (right.resources.some((each) => !isPattern(each) && namedIn(set, "aws_kms_key", each, policy) === key))
    return true;
  const [region, account] = [set.region(key), set.account(key)];
  const among = right.resources.some(
    (each) =>
      isPattern(each) && (!region || !account || like(each, `arn:aws:kms:${region}:${account}:key/any`)),
  );
  return among && aliasesOf(right).some((alias) => keyOfAlias(set, alias, policy) === key);
}

/** Whether a text stands for many keys. */
export const isPattern = (resource: string): boolean => resource.includes("*");

/** Aliases a right is limited to. */
export const aliasesOf = ({ conditions }: Statement): readonly string[] =>
  conditions.filter(({ key }) => key === "kms:ResourceAliases").flatMap(({ values }) => values);
