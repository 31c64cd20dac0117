import { configurationOf, evidenceBuckets } from "../facts/buckets";
import { flag, text } from "../reading";
import { holds, judging, unmet } from "../rule";

export const lockEnabled = judging({
  id: "lock-enabled",
  duties: ["Art12", "Art19(1)", "Art26(6)"],
  title: "Every bucket that holds the log is locked",
  why: "Without Object Lock, whoever may write to the bucket may also remove the log before its time.",
  fix: "Set object_lock_enabled on the bucket and give it an aws_s3_bucket_object_lock_configuration; use the evidence vault's construct.",
  subjects: evidenceBuckets,
  judge(bucket, set) {
    const lock = configurationOf(set, bucket, "aws_s3_bucket_object_lock_configuration");
    if (!lock) return unmet("the bucket has no lock configuration, so new objects are not locked");
    if (text(lock, "rule.default_retention.mode") === undefined)
      return unmet("the lock has no default retention, so new objects are not locked");
    return holds(
      flag(bucket, "object_lock_enabled", false) &&
        (text(lock, "object_lock_enabled") ?? "Enabled") === "Enabled",
      "locked, with a default retention",
      "object lock is not enabled",
    );
  },
});
