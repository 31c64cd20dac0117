/** One kind of attempt on the vault that people are told of, as an EventBridge pattern over CloudTrail events. */
export interface WatchedEvent {
  /** Stable key, part of the Terraform address. */
  readonly key: string;
  readonly description: string;
  readonly source: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What the patterns below are about; literals. */
export interface WatchedNames {
  /** Vault, replica and trail buckets. */
  readonly buckets: readonly string[];
  readonly breakGlassRoleArn: string;
}

/**
 * Attempts on evidence, allowed or denied alike. Reads are not among them: they stand in the trail.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function watchedEvents({ buckets, breakGlassRoleArn }: WatchedNames): readonly WatchedEvent[] {
  const ofBuckets = { requestParameters: { bucketName: buckets } };
  return [
    {
      key: "delete_attempts",
      description: "Somebody tried to delete evidence",
      source: ["aws.s3"],
      detail: {
        ...ofBuckets,
        eventName: ["DeleteObject", "DeleteObjects", "DeleteObjectTagging", "DeleteBucket"],
      },
    },
    {
      key: "lock_or_policy_changes",
      description: "Somebody changed, or tried to change, how evidence is locked, kept or protected",
      source: ["aws.s3"],
      detail: {
        ...ofBuckets,
        eventName: [
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
      },
    },
    {
      key: "key_loss",
      description: "Somebody tried to disable or delete a KMS key, or to change its policy",
      source: ["aws.kms"],
      detail: {
        eventName: [
          "DisableKey",
          "DisableKeyRotation",
          "PutKeyPolicy",
          "ScheduleKeyDeletion",
          "UpdateAlias",
          "DeleteAlias",
        ],
      },
    },
    {
      key: "trail_changes",
      description: "Somebody tried to stop or change the record of accesses, or this watch itself",
      source: ["aws.cloudtrail", "aws.events"],
      detail: {
        eventName: [
          "DeleteTrail",
          "PutEventSelectors",
          "StopLogging",
          "UpdateTrail",
          "DeleteRule",
          "DisableRule",
          "RemoveTargets",
        ],
      },
    },
    {
      key: "break_glass",
      description: "Somebody assumed the break-glass role",
      source: ["aws.sts"],
      detail: { eventName: ["AssumeRole"], requestParameters: { roleArn: [breakGlassRoleArn] } },
    },
  ];
}
