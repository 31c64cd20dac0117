import { bucketName, evidenceBuckets } from "../facts/buckets";
import { watchedFor } from "../families/watch";

export const watchDeletes = watchedFor({
  id: "watch-deletes",
  duties: ["Art12", "Art19(1)"],
  title: "People are told of attempts to delete evidence",
  why: "A denied attempt changes nothing, and says that somebody tries.",
  fix: "Let an EventBridge rule in the bucket's region match these calls on the bucket, with a target.",
  subjects: evidenceBuckets,
  watched: (bucket) => [
    {
      source: "aws.s3",
      events: ["DeleteObject", "DeleteObjects", "DeleteObjectTagging", "DeleteBucket"],
      parameter: { name: "bucketName", value: bucketName(bucket) },
    },
  ],
});
