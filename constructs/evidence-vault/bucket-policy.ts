import { policyDocument, type PolicyStatement } from "../policy-document";

/** What a locked bucket's policy needs to know; all literals, so that a plan shows the whole policy. */
export interface LockedBucketPolicyProps {
  readonly bucketArn: string;
  /** Roles that may change lock, policy, versioning, lifecycle and the like. Everyone else is denied, administrators too. */
  readonly configurationRoleArns: readonly string[];
  /**
   * Roles that may take an object under legal hold, and off it. Everyone else is denied, who configures the bucket too:
   * to lift a hold that role would first have to change this policy, which people are told of.
   */
  readonly holdRoleArns: readonly string[];
  /** Statements for what only this bucket needs, for example a service that writes to it. */
  readonly statements: readonly PolicyStatement[];
}

/** Calls that change how the bucket keeps evidence. */
const CONFIGURATION_CALLS = [
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutBucketNotification",
  "s3:PutBucketObjectLockConfiguration",
  "s3:PutBucketOwnershipControls",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "s3:PutBucketVersioning",
  "s3:PutEncryptionConfiguration",
  "s3:PutInventoryConfiguration",
  "s3:PutLifecycleConfiguration",
  "s3:PutMetricsConfiguration",
  "s3:PutReplicationConfiguration",
];

/** Calls that hide or remove an object. Lifecycle expiry at the end of retention is not subject to bucket policies. */
const DELETING_CALLS = [
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:DeleteObjectTagging",
  "s3:DeleteObjectVersionTagging",
];

/**
 * Bucket policy of everything that keeps evidence (Arts 12, 18, 19: the log must still be there when it is asked for).
 *
 * Object Lock alone stops neither new versions nor delete markers, hence the denial of deletes; and GOVERNANCE mode
 * yields to `s3:BypassGovernanceRetention`, hence its denial to all. A put that brings a retention or a hold of its own,
 * shorter than the bucket's default, needs the right to set one: it is denied with it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export function lockedBucketPolicy(props: LockedBucketPolicyProps): string {
  const { bucketArn, configurationRoleArns, holdRoleArns, statements } = props;
  const objects = `${bucketArn}/*`;
  const everything = [bucketArn, objects];
  return policyDocument([
    deny("DenyPlainHttp", "s3:*", everything, { Bool: { "aws:SecureTransport": "false" } }),
    deny("DenyOldTls", "s3:*", everything, { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
    deny("DenyDeletes", DELETING_CALLS, objects),
    deny("DenyLockBypass", "s3:BypassGovernanceRetention", objects),
    deny("DenyConfigurationByOthers", CONFIGURATION_CALLS, bucketArn, {
      ArnNotEquals: { "aws:PrincipalArn": configurationRoleArns },
    }),
    deny("DenyRetentionByOthers", "s3:PutObjectRetention", objects, {
      ArnNotEquals: { "aws:PrincipalArn": configurationRoleArns },
    }),
    deny("DenyHoldByOthers", "s3:PutObjectLegalHold", objects, {
      ArnNotEquals: { "aws:PrincipalArn": holdRoleArns },
    }),
    ...statements,
  ]);
}

/** A denial to everyone. */
export function deny(
  sid: string,
  action: PolicyStatement["Action"],
  resource: string | readonly string[],
  condition?: NonNullable<PolicyStatement["Condition"]>,
): PolicyStatement {
  return {
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resource,
    ...(condition && { Condition: condition }),
  };
}
