import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import type { PolicyStatement } from "../policy-document";
import { BucketLifecycle } from "./bucket-lifecycle";
import { EvidenceKey } from "./evidence-key";
import { LockedBucket } from "./locked-bucket";
import { logExpiry } from "./log-expiry";

const DUTIES: readonly Duty[] = ["Art12", "Art19(1)", "Art78"];
const ID = { logicalId: "evidence_access", duties: DUTIES };

/**
 * Who read, wrote or tried to delete evidence: CloudTrail data events of vault, replica and MLflow's artifacts, and all
 * management events, in a locked bucket of its own with a key of its own. One trail for all regions, because the replica is in another.
 *
 * S3 server access logs are no way here: they cannot be written to a bucket with Object Lock.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export class AccessTrail extends Construct {
  constructor(scope: Construct, id: string, { environment }: { readonly environment: Environment }) {
    super(scope, id);
    const key = this.createKey(environment);
    const bucket = this.createBucket(environment, key);
    new BucketLifecycle(this, "Lifecycle", {
      logicalId: "evidence_access",
      bucket,
      toGlacierInstantRetrievalAfterDays: environment.lifecycle.toGlacierInstantRetrievalAfterDays,
      expire: logExpiry(environment, "AWSLogs/"),
    });
    this.createTrail(environment, bucket, key);
  }

  private createKey(environment: Environment): EvidenceKey {
    const { trailKeyAlias, trailArn, deployRoleArn, breakGlassRoleArn } = names(environment);
    return new EvidenceKey(this, "Key", {
      logicalId: "evidence_access",
      alias: trailKeyAlias,
      description: "Encrypts the record of every access to the evidence vault",
      duties: DUTIES,
      accountId: environment.aws.accountId,
      configurationRoleArns: [deployRoleArn, breakGlassRoleArn],
      breakGlassRoleArn,
      statements: [
        {
          Sid: "CloudTrailEncrypts",
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: ["kms:GenerateDataKey*", "kms:DescribeKey"],
          Resource: "*",
          Condition: { StringEquals: { "aws:SourceArn": trailArn } },
        },
      ],
    });
  }

  private createBucket(environment: Environment, { key }: EvidenceKey): LockedBucket {
    const { trailBucket, trailArn, deployRoleArn, breakGlassRoleArn } = names(environment);
    const arn = `arn:aws:s3:::${trailBucket}`;
    const cloudTrail = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } } as const;
    const writes: PolicyStatement[] = [
      {
        ...cloudTrail,
        Sid: "CloudTrailChecks",
        Action: "s3:GetBucketAcl",
        Resource: arn,
        Condition: { StringEquals: { "aws:SourceArn": trailArn } },
      },
      {
        ...cloudTrail,
        Sid: "CloudTrailWrites",
        Action: "s3:PutObject",
        Resource: `${arn}/AWSLogs/${environment.aws.accountId}/*`,
        Condition: {
          StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": trailArn },
        },
      },
    ];
    return new LockedBucket(this, "Bucket", {
      logicalId: "evidence_access",
      name: trailBucket,
      duties: DUTIES,
      kmsKeyArn: key.arn,
      lockMode: environment.lock.mode,
      lockDays: environment.retention.log.days,
      configurationRoleArns: [deployRoleArn, breakGlassRoleArn],
      holdRoleArns: [breakGlassRoleArn],
      statements: writes,
    });
  }

  private createTrail(environment: Environment, bucket: LockedBucket, { key }: EvidenceKey): void {
    const { trail, vaultBucketArn, replicaBucket, artifactsBucketArn } = names(environment);
    const resource = new Cloudtrail(this, "Resource", {
      name: trail,
      s3BucketName: bucket.bucket.id,
      kmsKeyId: key.arn,
      enableLogging: true,
      enableLogFileValidation: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      advancedEventSelector: [
        {
          name: "Every read and write of evidence",
          fieldSelector: [
            { field: "eventCategory", equalTo: ["Data"] },
            { field: "resources.type", equalTo: ["AWS::S3::Object"] },
            {
              field: "resources.ARN",
              startsWith: [
                `${vaultBucketArn}/`,
                `arn:aws:s3:::${replicaBucket}/`,
                // Who replaced an artifact is asked of this trail, too.
                ...(environment.mlflow?.service ? [`${artifactsBucketArn}/`] : []),
              ],
            },
          ],
        },
        {
          name: "Every change of configuration",
          fieldSelector: [{ field: "eventCategory", equalTo: ["Management"] }],
        },
      ],
      tags: dutyTags(DUTIES),
      dependsOn: [bucket.policy],
    });
    evidenceResource(resource, { ...ID, preventDestroy: true });
  }
}
