import { CALLS_OF_MLFLOW } from "./calls-of-mlflow";

/** Which calls a resource's attributes are changed by. */
export interface CallsOfType {
  /** CloudTrail's event source without its domain. */
  readonly service: string;
  /** Calls by the first part of the attribute they change; `*` for whatever is not named by itself. */
  readonly changes: Readonly<Record<string, readonly string[]>>;
  /** Likewise, of attributes that only show what another resource configures. */
  readonly shows?: Readonly<Record<string, readonly string[]>>;
  /** Calls that make it. */
  readonly makes?: readonly string[];
  /** Calls that take it away. */
  readonly removes?: readonly string[];
}

const TAGS = { tags: ["TagResource", "UntagResource"], tags_all: ["TagResource", "UntagResource"] };

/** A part of a bucket's configuration: one call sets it, another may take it away. */
const ofBucket = (sets: readonly string[], removes: readonly string[] = []): CallsOfType => ({
  service: "s3",
  changes: { "*": sets },
  makes: sets,
  removes,
});

const VERSIONING = ["PutBucketVersioning"];
const LOCK = ["PutBucketObjectLockConfiguration", "PutObjectLockConfiguration"];
const POLICY = ["PutBucketPolicy", "DeleteBucketPolicy"];
const LIFECYCLE = [
  "PutBucketLifecycle",
  "PutBucketLifecycleConfiguration",
  "DeleteBucketLifecycle",
  "DeleteBucketLifecycleConfiguration",
];
const ENCRYPTION = ["PutBucketEncryption", "DeleteBucketEncryption"];
const REPLICATION = ["PutBucketReplication", "DeleteBucketReplication"];
const ACL = ["PutBucketAcl"];
const TAGGING = ["PutBucketTagging", "DeleteBucketTagging"];
const INVENTORY = ["PutBucketInventoryConfiguration", "PutInventoryConfiguration"];
const TOPIC = ["SetTopicAttributes"];

/**
 * Calls by the Terraform type they change, in CloudTrail's spelling, which is not always the API's.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html
 */
export const CALLS_BY_TYPE: Readonly<Record<string, CallsOfType>> = {
  ...CALLS_OF_MLFLOW,
  aws_s3_bucket: {
    service: "s3",
    changes: { tags: TAGGING, tags_all: TAGGING },
    shows: {
      acl: ACL,
      grant: ACL,
      lifecycle_rule: LIFECYCLE,
      object_lock_configuration: LOCK,
      object_lock_enabled: LOCK,
      policy: POLICY,
      replication_configuration: REPLICATION,
      server_side_encryption_configuration: ENCRYPTION,
      versioning: VERSIONING,
      logging: ["PutBucketLogging"],
      cors_rule: ["PutBucketCors", "DeleteBucketCors"],
      website: ["PutBucketWebsite", "DeleteBucketWebsite"],
      request_payer: ["PutBucketRequestPayment"],
      acceleration_status: ["PutAccelerateConfiguration"],
    },
    makes: ["CreateBucket"],
    removes: ["DeleteBucket"],
  },
  aws_s3_bucket_acl: ofBucket(ACL),
  aws_s3_bucket_inventory: ofBucket(INVENTORY, [
    "DeleteBucketInventoryConfiguration",
    "DeleteInventoryConfiguration",
  ]),
  aws_s3_bucket_lifecycle_configuration: ofBucket(LIFECYCLE, LIFECYCLE.slice(2)),
  aws_s3_bucket_logging: ofBucket(["PutBucketLogging"]),
  aws_s3_bucket_metric: ofBucket(["PutBucketMetricsConfiguration"], ["DeleteBucketMetricsConfiguration"]),
  aws_s3_bucket_notification: ofBucket(["PutBucketNotification", "PutBucketNotificationConfiguration"]),
  aws_s3_bucket_object_lock_configuration: ofBucket(LOCK),
  aws_s3_bucket_ownership_controls: ofBucket(
    ["PutBucketOwnershipControls", "DeleteBucketOwnershipControls"],
    ["DeleteBucketOwnershipControls"],
  ),
  aws_s3_bucket_policy: ofBucket(POLICY, ["DeleteBucketPolicy"]),
  aws_s3_bucket_public_access_block: ofBucket(
    ["PutBucketPublicAccessBlock", "DeleteBucketPublicAccessBlock"],
    ["DeleteBucketPublicAccessBlock"],
  ),
  aws_s3_bucket_replication_configuration: ofBucket(REPLICATION, ["DeleteBucketReplication"]),
  aws_s3_bucket_server_side_encryption_configuration: ofBucket(ENCRYPTION, ["DeleteBucketEncryption"]),
  aws_s3_bucket_versioning: ofBucket(VERSIONING),
  aws_kms_key: {
    service: "kms",
    changes: {
      policy: ["PutKeyPolicy"],
      is_enabled: ["EnableKey", "DisableKey", "ScheduleKeyDeletion", "CancelKeyDeletion"],
      deletion_window_in_days: ["ScheduleKeyDeletion"],
      enable_key_rotation: ["EnableKeyRotation", "DisableKeyRotation"],
      rotation_period_in_days: ["EnableKeyRotation"],
      description: ["UpdateKeyDescription"],
      multi_region: ["ReplicateKey", "UpdatePrimaryRegion"],
      ...TAGS,
    },
    makes: ["CreateKey", "CancelKeyDeletion"],
    removes: ["ScheduleKeyDeletion", "DeleteKey", "DeleteImportedKeyMaterial"],
  },
  aws_kms_alias: {
    service: "kms",
    changes: { "*": ["UpdateAlias", "CreateAlias", "DeleteAlias"] },
    makes: ["CreateAlias"],
    removes: ["DeleteAlias"],
  },
  aws_cloudtrail: {
    service: "cloudtrail",
    changes: {
      enable_logging: ["StopLogging", "StartLogging"],
      advanced_event_selector: ["PutEventSelectors"],
      event_selector: ["PutEventSelectors"],
      insight_selector: ["PutInsightSelectors"],
      tags: ["AddTags", "RemoveTags"],
      tags_all: ["AddTags", "RemoveTags"],
      "*": ["UpdateTrail"],
    },
    makes: ["CreateTrail"],
    removes: ["DeleteTrail"],
  },
  aws_cloudwatch_event_rule: {
    service: "events",
    changes: {
      state: ["DisableRule", "EnableRule", "PutRule"],
      is_enabled: ["DisableRule", "EnableRule", "PutRule"],
      "*": ["PutRule"],
      ...TAGS,
    },
    makes: ["PutRule"],
    removes: ["DeleteRule"],
  },
  aws_cloudwatch_event_target: {
    service: "events",
    changes: { "*": ["PutTargets", "RemoveTargets"] },
    makes: ["PutTargets"],
    removes: ["RemoveTargets"],
  },
  aws_cloudwatch_metric_alarm: {
    service: "monitoring",
    changes: {
      actions_enabled: ["DisableAlarmActions", "EnableAlarmActions", "PutMetricAlarm"],
      "*": ["PutMetricAlarm"],
      ...TAGS,
    },
    makes: ["PutMetricAlarm"],
    removes: ["DeleteAlarms"],
  },
  aws_sns_topic: {
    service: "sns",
    changes: { policy: [...TOPIC, "AddPermission", "RemovePermission"], "*": TOPIC, ...TAGS },
    makes: ["CreateTopic"],
    removes: ["DeleteTopic"],
  },
  aws_sns_topic_policy: {
    service: "sns",
    changes: { "*": [...TOPIC, "AddPermission", "RemovePermission"] },
    makes: TOPIC,
    removes: [...TOPIC, "RemovePermission"],
  },
  aws_sns_topic_subscription: {
    service: "sns",
    changes: { "*": ["SetSubscriptionAttributes", "Unsubscribe", "Subscribe"] },
    makes: ["Subscribe", "ConfirmSubscription"],
    removes: ["Unsubscribe"],
  },
  aws_iam_role: {
    service: "iam",
    changes: {
      assume_role_policy: ["UpdateAssumeRolePolicy"],
      description: ["UpdateRole", "UpdateRoleDescription"],
      max_session_duration: ["UpdateRole"],
      permissions_boundary: ["PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary"],
      managed_policy_arns: ["AttachRolePolicy", "DetachRolePolicy"],
      inline_policy: ["PutRolePolicy", "DeleteRolePolicy"],
      tags: ["TagRole", "UntagRole"],
      tags_all: ["TagRole", "UntagRole"],
    },
    makes: ["CreateRole"],
    removes: ["DeleteRole"],
  },
  aws_iam_role_policy: {
    service: "iam",
    changes: { "*": ["PutRolePolicy", "DeleteRolePolicy"] },
    makes: ["PutRolePolicy"],
    removes: ["DeleteRolePolicy"],
  },
  aws_iam_role_policy_attachment: {
    service: "iam",
    changes: { "*": ["AttachRolePolicy", "DetachRolePolicy"] },
    makes: ["AttachRolePolicy"],
    removes: ["DetachRolePolicy"],
  },
  aws_iam_policy: {
    service: "iam",
    changes: {
      policy: ["CreatePolicyVersion", "SetDefaultPolicyVersion", "DeletePolicyVersion"],
      tags: ["TagPolicy", "UntagPolicy"],
      tags_all: ["TagPolicy", "UntagPolicy"],
    },
    makes: ["CreatePolicy"],
    removes: ["DeletePolicy"],
  },
  aws_glue_catalog_database: {
    service: "glue",
    changes: { "*": ["UpdateDatabase"], ...TAGS },
    makes: ["CreateDatabase"],
    removes: ["DeleteDatabase"],
  },
  aws_glue_catalog_table: {
    service: "glue",
    changes: { "*": ["UpdateTable"] },
    makes: ["CreateTable"],
    removes: ["DeleteTable", "BatchDeleteTable"],
  },
  aws_athena_workgroup: {
    service: "athena",
    changes: { "*": ["UpdateWorkGroup"], ...TAGS },
    makes: ["CreateWorkGroup"],
    removes: ["DeleteWorkGroup"],
  },
  aws_athena_named_query: {
    service: "athena",
    changes: { "*": ["UpdateNamedQuery"] },
    makes: ["CreateNamedQuery"],
    removes: ["DeleteNamedQuery"],
  },
  aws_budgets_budget: {
    service: "budgets",
    changes: {
      notification: [
        "CreateNotification",
        "UpdateNotification",
        "DeleteNotification",
        "CreateSubscriber",
        "UpdateSubscriber",
        "DeleteSubscriber",
      ],
      "*": ["UpdateBudget", "ModifyBudget"],
    },
    makes: ["CreateBudget"],
    removes: ["DeleteBudget"],
  },
  aws_organizations_policy: {
    service: "organizations",
    changes: { "*": ["UpdatePolicy"], ...TAGS },
    makes: ["CreatePolicy"],
    removes: ["DeletePolicy"],
  },
  aws_organizations_policy_attachment: {
    service: "organizations",
    changes: { "*": ["AttachPolicy", "DetachPolicy"] },
    makes: ["AttachPolicy"],
    removes: ["DetachPolicy"],
  },
  aws_dynamodb_table: {
    service: "dynamodb",
    changes: {
      point_in_time_recovery: ["UpdateContinuousBackups"],
      ttl: ["UpdateTimeToLive"],
      "*": ["UpdateTable"],
      ...TAGS,
    },
    makes: ["CreateTable", "RestoreTableFromBackup"],
    removes: ["DeleteTable"],
  },
};
