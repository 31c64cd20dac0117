import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { closeToPublic } from "../../closed-bucket";
import { dutyTags, evidenceResource, type Duty } from "../../evidence-resource";
import type { PartProps } from "../parts";
import { artifactBucketPolicy } from "./artifact-bucket-policy";

/** What was trained and tested, as its makers put it there; what is promoted is copied into the vault (Art 18(1)). */
const DUTIES: readonly Duty[] = ["Art17(1)", "Art78"];
const ID = { logicalId: "mlflow_artifacts", duties: DUTIES };
const KEPT = { ...ID, preventDestroy: true };
/** Days a broken-off upload may linger. */
const ABORT_INCOMPLETE_UPLOADS_AFTER_DAYS = 7;

export interface ArtifactBucketProps extends PartProps {
  readonly kmsKeyArn: string;
}

/**
 * Where MLflow keeps artifacts: working copies, so without a lock, but versioned: that an artifact was overwritten shows
 * as long as the log is kept.
 */
export class ArtifactBucket extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: ArtifactBucketProps) {
    super(scope, id);
    const { environment, kmsKeyArn } = props;
    const { artifactsBucket } = names(environment);
    this.bucket = evidenceResource(
      new S3Bucket(this, "Resource", {
        bucket: artifactsBucket,
        forceDestroy: false,
        tags: dutyTags(DUTIES),
      }),
      KEPT,
    );
    this.createVersioning(environment);
    this.createEncryption(kmsKeyArn);
    this.createDoor(props);
  }

  private createVersioning(environment: Environment): void {
    const bucket = this.bucket.id;
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    evidenceResource(versioning, KEPT);
    const lifecycle = new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket,
      dependsOn: [versioning],
      rule: [
        {
          id: "overwritten-versions",
          status: "Enabled",
          filter: [{}],
          noncurrentVersionExpiration: [{ noncurrentDays: environment.retention.log.days }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: ABORT_INCOMPLETE_UPLOADS_AFTER_DAYS }],
        },
      ],
    });
    evidenceResource(lifecycle, ID);
  }

  private createEncryption(kmsMasterKeyId: string): void {
    const encryption = new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket: this.bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId },
          bucketKeyEnabled: true,
        },
      ],
    });
    evidenceResource(encryption, KEPT);
  }

  private createDoor({ environment, service }: ArtifactBucketProps): void {
    const bucket = this.bucket.id;
    const { artifactsBucketArn, mlflowRoleArn, deployRoleArn, breakGlassRoleArn } = names(environment);
    const ownership = new S3BucketOwnershipControls(this, "Ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    evidenceResource(ownership, ID);
    const block = closeToPublic(this, bucket, KEPT);
    const policy = new S3BucketPolicy(this, "Policy", {
      bucket,
      dependsOn: [block],
      policy: artifactBucketPolicy({
        bucketArn: artifactsBucketArn,
        writerRoleArn: service.images && mlflowRoleArn("task"),
        backupRoleArn: mlflowRoleArn("backup"),
        deployRoleArn,
        breakGlassRoleArn,
      }),
    });
    evidenceResource(policy, KEPT);
  }
}
