import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { closeToPublic } from "../closed-bucket";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import { policyDocument } from "../policy-document";
import { deny } from "./bucket-policy";

export interface WorkingBucketProps {
  readonly environment: Environment;
  readonly kmsKeyArn: string;
}

const DUTIES: readonly Duty[] = ["Art21", "Art78"];
const ID = { logicalId: "evidence_queries", duties: DUTIES };
/** Query results are copies; whoever needs them longer exports a bundle. */
const RESULTS_DAYS = 30;
/** Inventories of more than a year, so that a yearly audit finds the last one. */
const INVENTORY_DAYS = 400;

/**
 * Where query results and inventories go: copies, not evidence, so encrypted and closed but not locked. S3 delivers no
 * inventory into a bucket with a default retention.
 */
export class WorkingBucket extends Construct {
  readonly bucket: S3Bucket;
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: WorkingBucketProps) {
    super(scope, id);
    const { environment, kmsKeyArn } = props;
    const { queryResultsBucket, vaultBucketArn } = names(environment);
    this.bucket = evidenceResource(
      new S3Bucket(this, "Resource", { bucket: queryResultsBucket, tags: dutyTags(DUTIES) }),
      ID,
    );
    const bucket = this.bucket.id;
    const block = closeToPublic(this, bucket, ID);
    const encryption = new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
          bucketKeyEnabled: true,
        },
      ],
    });
    evidenceResource(encryption, ID);
    evidenceResource(
      new S3BucketLifecycleConfiguration(this, "Lifecycle", {
        bucket,
        rule: [ends("results", RESULTS_DAYS), ends("inventory", INVENTORY_DAYS)],
      }),
      ID,
    );
    const arn = `arn:aws:s3:::${queryResultsBucket}`;
    this.policy = new S3BucketPolicy(this, "Policy", {
      bucket,
      dependsOn: [block],
      policy: policyDocument([
        deny("DenyPlainHttp", "s3:*", [arn, `${arn}/*`], { Bool: { "aws:SecureTransport": "false" } }),
        {
          Sid: "InventoryWrites",
          Effect: "Allow",
          Principal: { Service: "s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `${arn}/inventory/*`,
          Condition: {
            ArnLike: { "aws:SourceArn": vaultBucketArn },
            StringEquals: { "aws:SourceAccount": environment.aws.accountId },
          },
        },
      ]),
    });
    evidenceResource(this.policy, ID);
  }
}

const ends = (prefix: string, days: number) => ({
  id: `end-of-${prefix}`,
  status: "Enabled",
  filter: [{ prefix: `${prefix}/` }],
  expiration: [{ days }],
});
