import { art12Archives } from "../facts/buckets";
import { statements } from "../policy";
import { text } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const archiveRoleTrust = judging({
  id: "archive-role-trust",
  duties: ["Art12", "Art78"],
  title: "Datadog's role asks for the organisation's external id",
  why: "Datadog's account is the same for all its customers: without the external id, another could write into the vault.",
  fix: "Let the role's trust policy require sts:ExternalId.",
  subjects: art12Archives,
  judge(archive, set) {
    const role = set.find("aws_iam_role", text(archive, "s3_archive.role_name"));
    if (!role) throw new CannotTell("the role is none of these resources");
    const trusts = statements(role, "assume_role_policy").filter(({ effect }) => effect === "Allow");
    const open = trusts.filter(({ conditions }) => !conditions.some(({ key }) => key === "sts:ExternalId"));
    return holds(
      open.length === 0,
      "the external id is required",
      "it can be assumed without the external id",
    );
  },
});
