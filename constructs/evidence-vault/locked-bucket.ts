import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import { vaultBucketPolicy } from "./bucket-policy";

export interface LockedBucketProps {
  /** Globally unique bucket name. */
  readonly name: string;
  readonly arn: string;
  readonly kmsKeyArn: string;
  readonly lockMode: "GOVERNANCE" | "COMPLIANCE";
  /** Default retention of every new object version, in days. */
  readonly lockDays: number;
  readonly configurationRoleArns: readonly string[];
}

const DUTIES: readonly Duty[] = ["Art12", "Art18(1)", "Art19(1)", "Art26(6)"];
const ID = { logicalId: "evidence_vault", duties: DUTIES };
const KEPT = { ...ID, preventDestroy: true };

/**
 * The bucket that keeps evidence: versioned, locked, encrypted, closed to the public, with a policy that denies
 * deletes, lock bypass and changes by anyone but named roles.
 */
export class LockedBucket extends Construct {
  readonly bucket: S3Bucket;
  /** Versioning; what needs a versioned bucket must come after it. */
  readonly versioning: S3BucketVersioningA;

  constructor(scope: Construct, id: string, props: LockedBucketProps) {
    super(scope, id);
    this.bucket = this.createBucket(props);
    this.versioning = this.createVersioning();
    this.createLock(props);
    this.createEncryption(props);
    this.createOwnership();
    this.createPolicy(props, this.createPublicAccessBlock());
  }

  private createBucket({ name }: LockedBucketProps): S3Bucket {
    const bucket = new S3Bucket(this, "Resource", {
      bucket: name,
      objectLockEnabled: true,
      forceDestroy: false,
      tags: dutyTags(DUTIES),
    });
    return evidenceResource(bucket, KEPT);
  }

  private createVersioning(): S3BucketVersioningA {
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket: this.bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    return evidenceResource(versioning, KEPT);
  }

  private createLock({ lockMode, lockDays }: LockedBucketProps): void {
    const lock = new S3BucketObjectLockConfigurationA(this, "ObjectLock", {
      bucket: this.bucket.id,
      objectLockEnabled: "Enabled",
      rule: { defaultRetention: { mode: lockMode, days: lockDays } },
      dependsOn: [this.versioning],
    });
    evidenceResource(lock, KEPT);
  }

  private createEncryption({ kmsKeyArn }: LockedBucketProps): void {
    const encryption = new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket: this.bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
          bucketKeyEnabled: true,
        },
      ],
    });
    evidenceResource(encryption, KEPT);
  }

  private createOwnership(): void {
    const ownership = new S3BucketOwnershipControls(this, "Ownership", {
      bucket: this.bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    evidenceResource(ownership, ID);
  }

  private createPublicAccessBlock(): S3BucketPublicAccessBlock {
    const block = new S3BucketPublicAccessBlock(this, "PublicAccessBlock", {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    return evidenceResource(block, KEPT);
  }

  /** After the public access block: both change the same bucket, and S3 answers 409 to concurrent changes. */
  private createPolicy(
    { arn, configurationRoleArns }: LockedBucketProps,
    after: S3BucketPublicAccessBlock,
  ): void {
    const policy = new S3BucketPolicy(this, "Policy", {
      bucket: this.bucket.id,
      policy: vaultBucketPolicy({ bucketArn: arn, configurationRoleArns }),
      dependsOn: [after],
    });
    evidenceResource(policy, KEPT);
  }
}
