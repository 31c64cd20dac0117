import { configurationOf, vaultBuckets } from "../facts/buckets";
import { text } from "../reading";
import { holds, judging, notApplicable } from "../rule";

export const deleteMarkersStay = judging({
  id: "delete-markers-stay",
  duties: ["Art19(1)"],
  title: "What hides an entry in the vault does not hide its copy",
  why: "A delete marker that is copied hides the entry in both places.",
  fix: "Set delete_marker_replication.status to Disabled.",
  subjects: vaultBuckets,
  judge(bucket, set) {
    const replication = configurationOf(set, bucket, "aws_s3_bucket_replication_configuration");
    if (!replication) return notApplicable("the vault is not copied, as another rule says");
    const status = text(replication, "rule.delete_marker_replication.status") ?? "Disabled";
    return holds(status === "Disabled", "delete markers are not copied", "delete markers are copied");
  },
});
