import { policiesOf } from "../facts/rights";
import { all, any, text } from "../reading";
import { holds, judging } from "../rule";

const ATTACHMENTS = ["aws_iam_role_policy_attachment", "aws_iam_policy_attachment"];

export const roleHasRights = judging({
  id: "role-has-rights",
  duties: ["Art12", "Art18(1)"],
  title: "Every role has the rights it is there for",
  why: "A role without a policy does nothing: what it writes, copies or reads is left undone.",
  fix: "Give the role its policy back.",
  subjects: (set) => set.ofType("aws_iam_role"),
  judge(role, set) {
    const name = text(role, "name") ?? "";
    const attached = ATTACHMENTS.flatMap((type) => set.ofType(type)).filter((each) =>
      [...all(each, "role"), ...all(each, "roles")].some(
        (value) => set.find("aws_iam_role", value, each) === role,
      ),
    );
    const own = any(role, "inline_policy") ?? any(role, "managed_policy_arns");
    const policies = policiesOf(set, name).length + attached.length + (own === undefined ? 0 : 1);
    return holds(policies > 0, `it has ${policies} policies`, "it has no policy");
  },
});
