import { configurationOf, daysLocked, vaultBuckets } from "../facts/buckets";
import { any } from "../reading";
import { holds, judging, notApplicable } from "../rule";
import { CannotTell } from "../values";

export const replicaLockDays = judging({
  id: "replica-lock-days",
  duties: ["Art19(1)", "Art26(6)"],
  title: "The copy is locked as long as the vault",
  why: "The copy is what remains when the vault is lost: it must not end earlier.",
  fix: "Give the replica the same default retention as the vault.",
  measure: { name: "days the copy is locked", unit: "days", better: "higher" },
  subjects: vaultBuckets,
  judge(bucket, set) {
    const replication = configurationOf(set, bucket, "aws_s3_bucket_replication_configuration");
    if (!replication) return notApplicable("the vault is not copied, as another rule says");
    const replica = set.find("aws_s3_bucket", any(replication, "rule.destination.bucket"), replication);
    if (!replica) throw new CannotTell("the copy's bucket is none of these resources");
    const [vault, copy] = [daysLocked(set, bucket), daysLocked(set, replica)];
    return holds(
      copy >= vault,
      `locked for ${copy} days`,
      `the copy is locked for ${copy} days, the vault for ${vault}`,
      copy,
    );
  },
});
