import { configurationOf, evidenceBuckets } from "../facts/buckets";
import { REHYDRATABLE_CLASSES } from "../facts/layout";
import { lifecycleRules } from "../facts/lifecycle";
import { any, blocks, texts } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, met } from "../rule";

const READABLE: readonly string[] = REHYDRATABLE_CLASSES;

export const readableStorageClass = judging({
  id: "readable-storage-class",
  duties: ["Art21", "Art72"],
  title: "The log stays in storage it can be read from",
  why: "From a colder class Datadog reads nothing back, and each object has to be restored first: hours to days when an authority asks.",
  fix: "Move objects to GLACIER_IR at most; for a colder class state a waiver, and use `evidence restore`.",
  subjects: evidenceBuckets,
  judge(bucket, set) {
    const lifecycle = configurationOf(set, bucket, "aws_s3_bucket_lifecycle_configuration");
    const moved = lifecycle ? lifecycleRules(lifecycle) : [];
    const classes = [
      ...moved.flatMap((rule) => [
        ...texts(rule, "transition.storage_class"),
        ...texts(rule, "noncurrent_version_transition.storage_class"),
      ]),
      ...copiedAs(set, bucket),
    ];
    if (classes.length === 0) return met("objects stay in the class they are written in");
    const cold = classes.filter((each) => !READABLE.includes(each));
    return holds(cold.length === 0, "all classes can be read", `moved to ${[...new Set(cold)].join(", ")}`);
  },
});

/** Classes in which a replication writes its copies into the bucket. */
function copiedAs(set: ResourceSet, bucket: Resource): readonly string[] {
  return set
    .ofType("aws_s3_bucket_replication_configuration")
    .flatMap((replication) => blocks(replication, "rule").map((rule) => ({ replication, rule })))
    .filter(
      ({ replication, rule }) =>
        set.find("aws_s3_bucket", any(rule, "destination.bucket"), replication) === bucket,
    )
    .flatMap(({ rule }) => texts(rule, "destination.storage_class"));
}
