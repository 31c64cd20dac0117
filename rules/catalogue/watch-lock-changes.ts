import { bucketName, evidenceBuckets } from "../facts/buckets";
import { watchedFor } from "../families/watch";

export const watchLockChanges = watchedFor({
  id: "watch-lock-changes",
  duties: ["Art12", "Art17(1)", "Art19(1)"],
  title: "People are told of changes to how evidence is kept",
  why: "A change past the review of plans must not wait for the next check for drift.",
  fix: "Let an EventBridge rule in the bucket's region match these calls on the bucket, with a target.",
  subjects: evidenceBuckets,
  watched: (bucket) => [
    {
      source: "aws.s3",
      events: [
        "DeleteBucketPolicy",
        "DeleteBucketReplication",
        "PutBucketAcl",
        "PutBucketEncryption",
        "PutBucketLifecycle",
        "PutBucketObjectLockConfiguration",
        "PutBucketPolicy",
        "PutBucketPublicAccessBlock",
        "PutBucketReplication",
        "PutBucketVersioning",
        "PutObjectLegalHold",
        "PutObjectRetention",
      ],
      parameter: { name: "bucketName", value: bucketName(bucket) },
    },
  ],
});
