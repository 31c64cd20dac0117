import { configurationOf, evidenceBuckets } from "../facts/buckets";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

export const versioning = judging({
  id: "versioning",
  duties: ["Art12", "Art19(1)"],
  title: "Every bucket that holds the log keeps all versions",
  why: "An overwritten entry is evidence of tampering only while its first version is there; Object Lock works on versions alone.",
  fix: "Set versioning_configuration.status to Enabled.",
  subjects: evidenceBuckets,
  judge(bucket, set) {
    const versioning = configurationOf(set, bucket, "aws_s3_bucket_versioning");
    if (!versioning) return unmet("the bucket is not versioned");
    const status = text(versioning, "versioning_configuration.status");
    return holds(status === "Enabled", "all versions are kept", `versioning is ${status ?? "not set"}`);
  },
});
