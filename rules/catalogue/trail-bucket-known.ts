import { evidenceBuckets } from "../facts/buckets";
import { trails } from "../facts/trails";
import { any } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const trailBucketKnown = judging({
  id: "trail-bucket-known",
  duties: ["Art12", "Art19(1)"],
  title: "The record of accesses is kept as the log is",
  why: "A record in a bucket of somebody else is kept as long as they like.",
  fix: "Let the trail write to the trail bucket of the same stack.",
  subjects: trails,
  judge(trail, set) {
    const bucket = set.find("aws_s3_bucket", any(trail, "s3_bucket_name"), trail);
    if (!bucket) throw new CannotTell("the trail's bucket is none of these resources");
    return holds(
      evidenceBuckets(set).includes(bucket) && bucket.stack === trail.stack,
      `kept in ${bucket.address}`,
      `${bucket.address} is in another stack`,
    );
  },
});
