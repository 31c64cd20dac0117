import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { closeToPublic } from "../closed-bucket";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import { EvidenceKey } from "../evidence-vault/evidence-key";
import { stateBucketPolicy } from "./state-bucket-policy";

export interface StateBucketProps {
  readonly environment: Environment;
  /** Name of the bucket, and alias of the key made for it. */
  readonly bucket: string;
  readonly kmsKeyAlias: string;
  /** Roles besides the environment's own that keep state in it. */
  readonly usedBy: readonly string[];
}

/** Documentation of what was deployed, and when (Annex IV(2)): Art 18(1) is why old states are kept. */
const DUTIES: readonly Duty[] = ["Art18(1)"];
const ID = { logicalId: "terraform_state", duties: DUTIES };
const KEPT = { ...ID, preventDestroy: true };
/** Days an earlier state is kept: a mistake that a yearly audit finds can still be taken back. */
const EARLIER_STATES_DAYS = 400;
/** Days a broken-off upload may linger. */
const ABORT_INCOMPLETE_UPLOADS_AFTER_DAYS = 7;

/**
 * Where Terraform keeps state: versioned, encrypted by a key of its own, closed to all but who deploys. State names every
 * resource and may hold what a provider calls sensitive, so not even administrators read it.
 *
 * It has no Object Lock: Terraform removes its lock file after each run, and a default retention would keep all of them.
 */
export class StateBucket extends Construct {
  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const { environment, usedBy } = props;
    const { deployRoleArn, breakGlassRoleArn } = names(environment);
    const { key } = new EvidenceKey(this, "Key", {
      ...ID,
      alias: props.kmsKeyAlias,
      description: "Encrypts the state of Terraform",
      accountId: environment.aws.accountId,
      configurationRoleArns: [deployRoleArn, breakGlassRoleArn],
      breakGlassRoleArn,
      statements: usedBy.length === 0 ? [] : [usedByOthers(usedBy)],
    });
    const bucket = this.createBucket(props.bucket);
    this.createEncryption(bucket, key.arn);
    const block = closeToPublic(this, bucket.id, KEPT);
    const policy = new S3BucketPolicy(this, "Policy", {
      bucket: bucket.id,
      policy: stateBucketPolicy({ bucket: props.bucket, deployRoleArn, breakGlassRoleArn, usedBy }),
      dependsOn: [block],
    });
    evidenceResource(policy, KEPT);
  }

  private createBucket(name: string): S3Bucket {
    const bucket = evidenceResource(
      new S3Bucket(this, "Resource", { bucket: name, forceDestroy: false, tags: dutyTags(DUTIES) }),
      KEPT,
    );
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    evidenceResource(versioning, KEPT);
    const ownership = new S3BucketOwnershipControls(this, "Ownership", {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    evidenceResource(ownership, ID);
    const lifecycle = new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket: bucket.id,
      dependsOn: [versioning],
      rule: [
        {
          id: "earlier-states",
          status: "Enabled",
          filter: [{}],
          noncurrentVersionExpiration: [{ noncurrentDays: EARLIER_STATES_DAYS }],
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: ABORT_INCOMPLETE_UPLOADS_AFTER_DAYS }],
        },
      ],
    });
    evidenceResource(lifecycle, ID);
    return bucket;
  }

  private createEncryption(bucket: S3Bucket, kmsMasterKeyId: string): void {
    const encryption = new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket: bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId },
          bucketKeyEnabled: true,
        },
      ],
    });
    evidenceResource(encryption, KEPT);
  }
}

const usedByOthers = (roles: readonly string[]) =>
  ({
    Sid: "OthersKeepState",
    Effect: "Allow",
    Principal: { AWS: roles },
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
    Resource: "*",
  }) as const;
