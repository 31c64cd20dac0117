import { art12Archives } from "../facts/buckets";
import { ARCHIVE_PREFIX } from "../facts/layout";
import { allowed, rolePolicies } from "../facts/roles";
import { concerns, like } from "../policy";
import { text } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const archiveRoleRights = judging({
  id: "archive-role-rights",
  duties: ["Art12", "Art12(1)"],
  title: "Datadog may write the archive, and read it back",
  why: "Without the right, entries never arrive; Datadog says so in its own console alone.",
  fix: "Allow s3:PutObject and s3:GetObject on the archive's prefix, and the vault's key, to the role the archive names.",
  subjects: art12Archives,
  judge(archive, set) {
    const role = text(archive, "s3_archive.role_name");
    const policies = rolePolicies(set).filter((policy) => text(policy, "role") === role);
    if (policies.length === 0) throw new CannotTell(`no policy of the role ${role} is in these resources`);
    const object = `arn:aws:s3:::${text(archive, "s3_archive.bucket")}/${ARCHIVE_PREFIX}/any.json.gz`;
    const rights = policies.flatMap(allowed);
    const missing = ["s3:PutObject", "s3:GetObject"].filter(
      (call) =>
        !rights.some(
          (right) => concerns(right, call) && right.resources.some((pattern) => like(pattern, object)),
        ),
    );
    const lacksKey = !rights.some((right) => concerns(right, "kms:GenerateDataKey"));
    return holds(
      missing.length === 0 && !lacksKey,
      `the role ${role} may`,
      `the role ${role} lacks ${[...missing, ...(lacksKey ? ["kms:GenerateDataKey"] : [])].join(", ")}`,
    );
  },
});
