import { configurationOf } from "../facts/buckets";
import { lifecycleRules } from "../facts/lifecycle";
import { stateBuckets } from "../facts/stacks";
import { number, text } from "../reading";
import { holds, judging, met, unmet } from "../rule";
import type { Readable } from "../values";

export const stateVersioned = judging({
  id: "state-versioned",
  duties: ["Art17(1)", "Art18(1)"],
  title: "Earlier states are kept",
  why: "A broken state is mended from the one before; earlier states also show what was deployed when.",
  fix: "Enable versioning of the state's bucket, and keep earlier versions for a while.",
  measure: { name: "days earlier states are kept", unit: "days", better: "higher" },
  subjects: stateBuckets,
  judge(bucket, set) {
    const versioning = configurationOf(set, bucket, "aws_s3_bucket_versioning");
    if (!versioning) return unmet("the bucket is not versioned");
    if (text(versioning, "versioning_configuration.status") !== "Enabled")
      return unmet("earlier states are not kept");
    const lifecycle = configurationOf(set, bucket, "aws_s3_bucket_lifecycle_configuration");
    const days = lifecycle ? lifecycleRules(lifecycle).flatMap(daysKept) : [];
    if (days.length === 0) return met("earlier states are kept");
    const least = Math.min(...days);
    return holds(
      least > 0,
      `earlier states are kept for ${least} days`,
      "earlier states are deleted at once",
      least,
    );
  },
});

const daysKept = (rule: Readable): number | [] =>
  number(rule, "noncurrent_version_expiration.noncurrent_days") ?? [];
