import { configurationOf, evidenceBuckets, daysLocked } from "../facts/buckets";
import { lifecycleRules } from "../facts/lifecycle";
import { number } from "../reading";
import { holds, judging, met } from "../rule";

export const noncurrentExpiryAfterLock = judging({
  id: "noncurrent-expiry-after-lock",
  duties: ["Art19(1)", "Art26(6)"],
  title: "No earlier version expires before its lock ends",
  why: "Where an entry was overwritten, the first version is the evidence, and S3 counts its days anew.",
  fix: "Set noncurrent_days to the days of the lock or more.",
  measure: { name: "days until the first expiry of an earlier version", unit: "days", better: "higher" },
  subjects: evidenceBuckets,
  judge(bucket, set) {
    const lifecycle = configurationOf(set, bucket, "aws_s3_bucket_lifecycle_configuration");
    const days = lifecycle
      ? lifecycleRules(lifecycle).flatMap(
          (rule) => number(rule, "noncurrent_version_expiration.noncurrent_days") ?? [],
        )
      : [];
    if (days.length === 0) return met("no earlier version expires by itself");
    const first = Math.min(...days);
    const locked = daysLocked(set, bucket);
    return holds(
      first >= locked,
      `earlier versions stay ${first} days`,
      `earlier versions expire after ${first} days, locked for ${locked}`,
      first,
    );
  },
});
