import { art12Archives } from "../facts/buckets";
import { keyOf } from "../facts/keys";
import { ARCHIVE_PREFIX } from "../facts/layout";
import { may, mayUse, policiesOf } from "../facts/rights";
import { text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const archiveRoleRights = judging({
  id: "archive-role-rights",
  duties: ["Art12", "Art12(1)"],
  title: "Datadog may write the archive, and read it back",
  why: "Without the right, entries never arrive; Datadog says so in its own console alone.",
  fix: "Allow s3:PutObject and s3:GetObject on the archive's prefix, s3:ListBucket, and the vault's key, to the role the archive names.",
  subjects: art12Archives,
  judge(archive, set) {
    const role = text(archive, "s3_archive.role_name");
    const policies = policiesOf(set, role ?? "");
    if (policies.length === 0) throw new CannotTell(`no policy of the role ${role} is in these resources`);
    const bucket = `arn:aws:s3:::${text(archive, "s3_archive.bucket")}`;
    const object = `${bucket}/${ARCHIVE_PREFIX}/any.json.gz`;
    const calls = [
      ["s3:PutObject", object],
      ["s3:GetObject", object],
      ["s3:ListBucket", bucket],
    ] as const;
    const missing = calls.flatMap(([call, on]) =>
      policies.some((policy) => may(policy, call, on)) ? [] : [call],
    );
    const lacks = [...missing, ...missingOfKey(set, archive, policies)];
    return holds(lacks.length === 0, `the role ${role} may`, `the role ${role} lacks ${lacks.join(", ")}`);
  },
});

function missingOfKey(set: ResourceSet, archive: Resource, policies: readonly Resource[]): readonly string[] {
  const bucket = set.find("aws_s3_bucket", text(archive, "s3_archive.bucket"), archive);
  const key = bucket && keyOf(set, bucket);
  // A bucket elsewhere, or one without a key, is for other rules to tell.
  if (!key) return [];
  return ["kms:GenerateDataKey", "kms:Decrypt"].filter(
    (call) => !policies.some((policy) => mayUse(set, policy, call, key)),
  );
}
