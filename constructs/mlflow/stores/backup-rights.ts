import { names, type Environment } from "../../../configs";
import type { PolicyStatement } from "../../policy-document";

/**
 * What AWS Backup does in our name: snapshots of the database, copies of the artifacts. It restores nothing: who restores
 * brings a role for it.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
 */
export function backupRights(environment: Environment, databaseArn: string): readonly PolicyStatement[] {
  const { artifactsBucketArn, mlflowKeyAlias, mlflow } = names(environment);
  const { region, accountId } = environment.aws;
  const here = `${region}:${accountId}`;
  const allow = (
    sid: string,
    action: readonly string[],
    resource: string | readonly string[],
    condition?: PolicyStatement["Condition"],
  ): PolicyStatement => ({
    Sid: sid,
    Effect: "Allow",
    Action: action,
    Resource: resource,
    ...(condition && { Condition: condition }),
  });
  const snapshots = `arn:aws:rds:${here}:snapshot:awsbackup:*`;
  return [
    allow(
      "SnapshotsOfDatabase",
      [
        "rds:AddTagsToResource",
        "rds:CreateDBSnapshot",
        "rds:DescribeDBInstances",
        "rds:DescribeDBSnapshots",
        "rds:ListTagsForResource",
      ],
      [databaseArn, snapshots],
    ),
    allow("EndOfSnapshots", ["rds:DeleteDBSnapshot"], snapshots),
    allow(
      "ListsArtifacts",
      [
        "s3:GetBucketAcl",
        "s3:GetBucketLocation",
        "s3:GetBucketNotification",
        "s3:GetBucketTagging",
        "s3:GetBucketVersioning",
        "s3:GetInventoryConfiguration",
        "s3:ListBucket",
        "s3:ListBucketVersions",
        "s3:PutBucketNotification",
        "s3:PutInventoryConfiguration",
      ],
      artifactsBucketArn,
    ),
    allow(
      "ReadsArtifacts",
      [
        "s3:GetObject",
        "s3:GetObjectAcl",
        "s3:GetObjectTagging",
        "s3:GetObjectVersion",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
      ],
      `${artifactsBucketArn}/*`,
    ),
    allow(
      "HearsOfNewArtifacts",
      [
        "events:DeleteRule",
        "events:DescribeRule",
        "events:DisableRule",
        "events:EnableRule",
        "events:ListTargetsByRule",
        "events:PutRule",
        "events:PutTargets",
        "events:RemoveTargets",
      ],
      `arn:aws:events:${here}:rule/AwsBackupManagedRule*`,
    ),
    allow("CountsArtifacts", ["cloudwatch:GetMetricData", "events:ListRules"], "*"),
    allow(
      "WritesBackups",
      ["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"],
      `arn:aws:backup:${here}:backup-vault:${mlflow("backups")}`,
    ),
    allow("TagsBackups", ["backup:TagResource"], `arn:aws:backup:${here}:recovery-point:*`),
    allow(
      "UsesKey",
      ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
      `arn:aws:kms:${here}:key/*`,
      { "ForAnyValue:StringEquals": { "kms:ResourceAliases": [mlflowKeyAlias] } },
    ),
  ];
}
