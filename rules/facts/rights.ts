import { concerns, like, type Statement } from "../policy";
import { text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { statements } from "../policy";
import { CannotTell } from "../values";
import { keyOfAlias } from "./keys";
import { namedIn } from "./named";
import { rolePolicies } from "./roles";

/** Policies written for a role, by its name. */
export const policiesOf = (set: ResourceSet, role: string): readonly Resource[] =>
  rolePolicies(set).filter((policy) => text(policy, "role") === role);

/** Policies that do something; one that cannot be read is for the rules about rights to tell. */
export function policiesThat(set: ResourceSet, doThis: (policy: Resource) => boolean): readonly Resource[] {
  return rolePolicies(set).filter((policy) => {
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
