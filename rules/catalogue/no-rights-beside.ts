import { all, blocks, text, texts } from "../reading";
import { holds, judging } from "../rule";
import { policiesOf } from "../facts/rights";
import { isLeftToProvider } from "../values";

export const noRightsBeside = judging({
  id: "no-rights-beside",
  duties: ["Art12", "Art17(1)"],
  title: "A role has no rights beside its policies",
  why: "Rights written into the role itself are judged by no rule about rights, and easily overlooked by people.",
  fix: "Take inline_policy and managed_policy_arns out of the role; write an aws_iam_role_policy.",
  subjects: (set) => set.ofType("aws_iam_role"),
  judge(role, set) {
    // A provider reads back into the role what stands as a resource of its own.
    const own = policiesOf(set, text(role, "name") ?? "").map((policy) => text(policy, "name"));
    const attached = set
      .ofType("aws_iam_role_policy_attachment")
      .filter((each) => all(each, "role").some((value) => set.find("aws_iam_role", value, each) === role))
      .flatMap((each) => texts(each, "policy_arn"));
    const written = (attribute: string) => !all(role, attribute).every(isLeftToProvider);
    const beside = [
      ...(written("inline_policy") ? blocks(role, "inline_policy") : []).flatMap(
        (policy) => text(policy, "name") ?? [],
      ),
      ...(written("managed_policy_arns") ? texts(role, "managed_policy_arns") : []),
    ].filter((name) => !own.includes(name) && !attached.includes(name));
    return holds(beside.length === 0, "none", `in the role itself: ${beside.join(", ")}`);
  },
});
