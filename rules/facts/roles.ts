import { all } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import type { Value } from "../values";
import { concerns, statements, type Statement } from "../policy";

const POLICIES = ["aws_iam_role_policy", "aws_iam_policy", "aws_iam_user_policy", "aws_iam_group_policy"];

/** Policies that give rights to roles, users or groups. */
export const rolePolicies = (set: ResourceSet): readonly Resource[] => set.ofType(...POLICIES);

/** Resources that attach policies to roles, by the attribute that names the roles. */
const ATTACHMENTS = { aws_iam_role_policy_attachment: "role", aws_iam_policy_attachment: "roles" };

/** ARNs of the policies that are attached to a role. @throws CannotTell where an attachment may be to it */
export const attachedTo = (set: ResourceSet, role: Resource): readonly Value[] =>
  Object.entries(ATTACHMENTS).flatMap(([type, attribute]) =>
    set
      .ofType(type)
      .filter((each) => all(each, attribute).some((name) => set.find("aws_iam_role", name, each) === role))
      .flatMap((each) => all(each, "policy_arn")),
  );

/** What a policy allows. @throws CannotTell when it is not known */
export const allowed = (policy: Resource): readonly Statement[] =>
  statements(policy, "policy").filter(({ effect }) => effect === "Allow");

/** Those of some calls that a policy allows, wildcards considered. */
export function allowedAmong(policy: Resource, calls: readonly string[]): readonly string[] {
  const rights = allowed(policy);
  return calls.filter((call) => rights.some((right) => concerns(right, call)));
}
