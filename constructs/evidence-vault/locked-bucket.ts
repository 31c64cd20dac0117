import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import type { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { closeToPublic } from "../closed-bucket";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import type { PolicyStatement } from "../policy-document";
import { lockedBucketPolicy } from "./bucket-policy";

export interface LockedBucketProps {
  /** Address of all its resources, frozen once deployed. */
  readonly logicalId: string;
  /** Globally unique bucket name. */
  readonly name: string;
  readonly duties: readonly Duty[];
  readonly kmsKeyArn: string;
  readonly lockMode: "GOVERNANCE" | "COMPLIANCE";
  /** Default retention of every new object version, in days. */
  readonly lockDays: number;
  readonly configurationRoleArns: readonly string[];
  /** Roles that may set and lift legal holds. */
  readonly holdRoleArns: readonly string[];
  /**
   * Statements of the bucket policy beyond the denials every locked bucket has.
   * @default none
   */
  readonly statements?: readonly PolicyStatement[];
  /**
   * Provider of the region or account it lives in.
   * @default the stack's
   */
  readonly provider?: AwsProvider;
}

/**
 * A bucket that keeps evidence: versioned, locked, encrypted, closed to the public, with a policy that denies deletes,
 * lock bypass and changes by anyone but named roles.
 */
export class LockedBucket extends Construct {
  readonly bucket: S3Bucket;
  /** Versioning; what needs a versioned bucket must come after it. */
  readonly versioning: S3BucketVersioningA;
  /** Policy; a service that checks its right to write must come after it. */
  readonly policy: S3BucketPolicy;
  private readonly id: { readonly logicalId: string; readonly duties: readonly Duty[] };
  private readonly kept: {
    readonly logicalId: string;
    readonly duties: readonly Duty[];
    readonly preventDestroy: true;
  };
  private readonly where: { readonly provider?: AwsProvider };

  constructor(scope: Construct, id: string, props: LockedBucketProps) {
    super(scope, id);
    this.id = { logicalId: props.logicalId, duties: props.duties };
    this.kept = { ...this.id, preventDestroy: true };
    this.where = props.provider ? { provider: props.provider } : {};
    this.bucket = this.createBucket(props);
    this.versioning = this.createVersioning();
    this.createLock(props);
    this.createEncryption(props);
    this.createOwnership();
    this.policy = this.createPolicy(props, closeToPublic(this, this.bucket.id, this.kept, this.where));
  }

  private createBucket({ name, duties }: LockedBucketProps): S3Bucket {
    const bucket = new S3Bucket(this, "Resource", {
      ...this.where,
      bucket: name,
      objectLockEnabled: true,
      forceDestroy: false,
      tags: dutyTags(duties),
    });
    return evidenceResource(bucket, this.kept);
  }

  private createVersioning(): S3BucketVersioningA {
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      ...this.where,
      bucket: this.bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    return evidenceResource(versioning, this.kept);
  }

  private createLock({ lockMode, lockDays }: LockedBucketProps): void {
    const lock = new S3BucketObjectLockConfigurationA(this, "ObjectLock", {
      ...this.where,
      bucket: this.bucket.id,
      objectLockEnabled: "Enabled",
      rule: { defaultRetention: { mode: lockMode, days: lockDays } },
      dependsOn: [this.versioning],
    });
    evidenceResource(lock, this.kept);
  }

  private createEncryption({ kmsKeyArn }: LockedBucketProps): void {
    const encryption = new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      ...this.where,
      bucket: this.bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
          bucketKeyEnabled: true,
        },
      ],
    });
    evidenceResource(encryption, this.kept);
  }

  private createOwnership(): void {
    const ownership = new S3BucketOwnershipControls(this, "Ownership", {
      ...this.where,
      bucket: this.bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    evidenceResource(ownership, this.id);
  }

  /** After the public access block: both change the same bucket, and S3 answers 409 to concurrent changes. */
  private createPolicy(props: LockedBucketProps, after: S3BucketPublicAccessBlock): S3BucketPolicy {
    const { name, configurationRoleArns, holdRoleArns, statements = [] } = props;
    const policy = new S3BucketPolicy(this, "Policy", {
      ...this.where,
      bucket: this.bucket.id,
      policy: lockedBucketPolicy({
        bucketArn: `arn:aws:s3:::${name}`,
        configurationRoleArns,
        holdRoleArns,
        statements,
      }),
      dependsOn: [after],
    });
    return evidenceResource(policy, this.kept);
  }
}
