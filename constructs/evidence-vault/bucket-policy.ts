/** What the vault's bucket policy needs to know; all literals, so that a plan shows the whole policy. */
export interface VaultPolicyProps {
  readonly bucketArn: string;
  /** Roles that may change lock, policy, versioning, lifecycle and the like. Everyone else is denied, administrators too. */
  readonly configurationRoleArns: readonly string[];
}

/** Calls that change how the bucket keeps evidence. */
const CONFIGURATION_CALLS = [
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutBucketObjectLockConfiguration",
  "s3:PutBucketOwnershipControls",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "s3:PutBucketVersioning",
  "s3:PutEncryptionConfiguration",
  "s3:PutInventoryConfiguration",
  "s3:PutLifecycleConfiguration",
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
 * Bucket policy of the vault (Arts 12, 18, 19: the log must still be there when it is asked for).
 *
 * Object Lock alone stops neither new versions nor delete markers, hence the denial of deletes; and GOVERNANCE mode
 * yields to `s3:BypassGovernanceRetention`, hence its denial to all.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export function vaultBucketPolicy({ bucketArn, configurationRoleArns }: VaultPolicyProps): string {
  const objects = `${bucketArn}/*`;
  const deny = (sid: string, action: string | string[], resource: string | string[], condition?: object) => ({
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resource,
    ...(condition && { Condition: condition }),
  });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      deny("DenyPlainHttp", "s3:*", [bucketArn, objects], { Bool: { "aws:SecureTransport": "false" } }),
      deny("DenyOldTls", "s3:*", [bucketArn, objects], { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
      deny("DenyDeletes", DELETING_CALLS, objects),
      deny("DenyLockBypass", "s3:BypassGovernanceRetention", objects),
      deny("DenyConfigurationByOthers", CONFIGURATION_CALLS, bucketArn, {
        ArnNotEquals: { "aws:PrincipalArn": configurationRoleArns },
      }),
    ],
  });
}
