import { configurationOf } from "../facts/buckets";
import { lifecycleRules } from "../facts/lifecycle";
import { artifactBuckets } from "../facts/stores";
import { any, number, text } from "../reading";
import { holds, judging, met, unmet } from "../rule";
import { LOG_RETENTION } from "../../regulation";

const { floorDays } = LOG_RETENTION;

export const artifactsVersioned = judging({
  id: "artifacts-versioned",
  duties: ["Art17(1)", "Art18(1)"],
  title: "That an artifact was overwritten shows",
  why: "An artifact replaced behind MLflow's back is found out by the version before it; what is in production is in the vault besides.",
  fix: "Enable versioning of the artifacts' bucket, let no current version expire, and keep earlier ones for as long as the log.",
  measure: { name: "days earlier versions are kept", unit: "days", better: "higher" },
  subjects: artifactBuckets,
  judge(bucket, set) {
    const versioning = configurationOf(set, bucket, "aws_s3_bucket_versioning");
    if (!versioning || text(versioning, "versioning_configuration.status") !== "Enabled")
      return unmet("earlier versions are not kept");
    const lifecycle = configurationOf(set, bucket, "aws_s3_bucket_lifecycle_configuration");
    const rules = lifecycle ? lifecycleRules(lifecycle) : [];
    if (rules.some((rule) => ["days", "date"].some((end) => any(rule, `expiration.${end}`) !== undefined)))
      return unmet("artifacts expire by themselves");
    const days = rules.flatMap((rule) => number(rule, "noncurrent_version_expiration.noncurrent_days") ?? []);
    if (days.length === 0) return met("earlier versions are kept");
    const least = Math.min(...days);
    return holds(
      least >= floorDays,
      `earlier versions are kept for ${least} days`,
      `earlier versions are kept for ${least} days, ${floorDays} at the least`,
      least,
    );
  },
});
