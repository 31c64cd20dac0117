import { deny } from "../../evidence-vault/bucket-policy";
import { policyDocument } from "../../policy-document";

export interface ArtifactBucketPolicyProps {
  readonly bucketArn: string;
  /** The one role that puts artifacts: MLflow's, once it runs. */
  readonly writerRoleArn: string | undefined;
  /** Backups are told of changes by notifications and inventories, which AWS Backup sets up itself. */
  readonly backupRoleArn: string;
  readonly deployRoleArn: string;
  readonly breakGlassRoleArn: string;
}

/**
 * Bucket policy of artifacts. Who may put one may overwrite one; the version before stays, for nobody but break-glass
 * deletes. The gate lets no client delete artifacts either.
 */
export function artifactBucketPolicy(props: ArtifactBucketPolicyProps): string {
  const { bucketArn, writerRoleArn, backupRoleArn, deployRoleArn, breakGlassRoleArn } = props;
  const objects = `${bucketArn}/*`;
  const everything = [bucketArn, objects];
  const unless = (...roles: readonly string[]) => ({ ArnNotEquals: { "aws:PrincipalArn": roles } });
  return policyDocument([
    deny("DenyPlainHttp", "s3:*", everything, { Bool: { "aws:SecureTransport": "false" } }),
    deny("DenyOldTls", "s3:*", everything, { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
    deny(
      "DenyLossOfArtifacts",
      ["s3:DeleteBucket", "s3:DeleteObject", "s3:DeleteObjectVersion"],
      everything,
      unless(breakGlassRoleArn),
    ),
    deny(
      "DenyWritesByOthers",
      "s3:PutObject",
      objects,
      unless(...(writerRoleArn ? [writerRoleArn] : []), breakGlassRoleArn),
    ),
    deny(
      "DenyConfigurationByOthers",
      [
        "s3:DeleteBucketPolicy",
        "s3:PutBucketAcl",
        "s3:PutBucketOwnershipControls",
        "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:PutReplicationConfiguration",
      ],
      bucketArn,
      unless(deployRoleArn, breakGlassRoleArn),
    ),
    deny(
      "DenyNotificationsByOthers",
      ["s3:PutBucketNotification", "s3:PutInventoryConfiguration"],
      bucketArn,
      unless(deployRoleArn, breakGlassRoleArn, backupRoleArn),
    ),
  ]);
}
