import { concerns, statements } from "../policy";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet } from "../rule";

const TAKING = ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"];

export const trustNamed = judging({
  id: "trust-named",
  duties: ["Art12", "Art78"],
  title: "Every role is taken by named principals",
  why: "A role that anyone may assume gives its rights to anyone; one that nobody may assume leaves its work undone.",
  fix: "Name the principals in the role's trust policy, and allow sts:AssumeRole alone.",
  measure: { name: "principals outside the role's account", unit: "principals", better: "lower" },
  subjects: (set) => set.ofType("aws_iam_role"),
  judge(role, set) {
    const trusts = statements(role, "assume_role_policy").filter(({ effect }) => effect === "Allow");
    if (trusts.some(({ everyone }) => everyone)) return unmet("anyone may assume it");
    const taken = trusts.filter(
      (trust) => trust.principals.length > 0 && TAKING.some((call) => concerns(trust, call)),
    );
    if (taken.length === 0) return unmet("nobody may assume it");
    const wide = trusts.flatMap(({ actions }) => actions.filter((action) => action.includes("*")));
    const outside = taken.flatMap(({ principals }) =>
      principals.filter((each) => isOutside(set, role, each)),
    );
    return holds(wide.length === 0, "taken by named principals", `gives ${wide.join(", ")}`, outside.length);
  },
});

/** A service of AWS is in every account. */
function isOutside(set: ResourceSet, role: Resource, principal: string): boolean {
  const account = set.account(role);
  return (
    !principal.endsWith(".amazonaws.com") && (account === undefined || !principal.includes(`:${account}:`))
  );
}
