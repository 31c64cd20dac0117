import { holds, judging } from "../rule";
import { text } from "../reading";

const WIDE =
  /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|AmazonS3FullAccess|AWSKeyManagementServicePowerUser)$/;

export const noAdministratorPolicies = judging({
  id: "no-administrator-policies",
  duties: ["Art12", "Art17(1)"],
  title: "No role of the vault is an administrator",
  why: "AWS's wide managed policies give all that the vault's own policies leave out.",
  fix: "Take the attachment out; give the role the calls it needs.",
  subjects: (set) =>
    set.ofType(
      "aws_iam_role_policy_attachment",
      "aws_iam_policy_attachment",
      "aws_iam_user_policy_attachment",
      "aws_iam_group_policy_attachment",
    ),
  judge(attachment) {
    const policy = text(attachment, "policy_arn") ?? "";
    return holds(!WIDE.test(policy), "no wide policy of AWS", `attaches ${policy}`);
  },
});
