import { statements } from "../policy";
import { holds, judging } from "../rule";

export const trustNamed = judging({
  id: "trust-named",
  duties: ["Art12", "Art78"],
  title: "Every role is taken by named principals",
  why: "A role that anyone may assume gives its rights to anyone.",
  fix: "Name the principals in the role's trust policy.",
  subjects: (set) => set.ofType("aws_iam_role"),
  judge(role) {
    const trusts = statements(role, "assume_role_policy").filter(({ effect }) => effect === "Allow");
    return holds(
      trusts.every(({ everyone }) => !everyone),
      "taken by named principals",
      "anyone may assume it",
    );
  },
});
