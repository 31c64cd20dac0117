import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { concerns, statements, type Statement } from "../policy";

const POLICIES = ["aws_iam_role_policy", "aws_iam_policy", "aws_iam_user_policy", "aws_iam_group_policy"];

/** Policies that give rights to roles, users or groups. */
export const rolePolicies = (set: ResourceSet): readonly Resource[] => set.ofType(...POLICIES);

/** What a policy allows. @throws CannotTell when it is not known */
export const allowed = (policy: Resource): readonly Statement[] =>
  statements(policy, "policy").filter(({ effect }) => effect === "Allow");

/** Those of some calls that a policy allows, wildcards considered. */
export function allowedAmong(policy: Resource, calls: readonly string[]): readonly string[] {
  const rights = allowed(policy);
  return calls.filter((call) => rights.some((right) => concerns(right, call)));
}
