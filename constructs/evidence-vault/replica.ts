import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import { policyDocument, type PolicyStatement } from "../policy-document";
import { BucketLifecycle } from "./bucket-lifecycle";
import { EvidenceKey } from "./evidence-key";
import { LockedBucket } from "./locked-bucket";
import { LOG_PREFIXES, logExpiry } from "./log-expiry";

export interface VaultReplicaProps {
  readonly environment: Environment;
  readonly vault: LockedBucket;
  readonly vaultKeyArn: string;
  /** Provider of the replica's region and, where it has one, its own account. */
  readonly provider: AwsProvider;
}

const DUTIES: readonly Duty[] = ["Art12", "Art18(1)", "Art19(1)"];
const ID = { logicalId: "evidence_replica", duties: DUTIES };
/** S3 Replication Time Control promises, and measures, 15 minutes. */
const REPLICATION_TIME_MINUTES = 15;

/**
 * The second copy of the vault: another region, a key and a lock of its own, and where the config says so another
 * account with other owners. Delete markers are not replicated: hiding an object in the vault leaves it in the copy.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
 */
export class VaultReplica extends Construct {
  constructor(scope: Construct, id: string, props: VaultReplicaProps) {
    super(scope, id);
    const key = this.createKey(props);
    const bucket = this.createBucket(props, key);
    new BucketLifecycle(this, "Lifecycle", {
      logicalId: "evidence_replica",
      bucket,
      toGlacierInstantRetrievalAfterDays: props.environment.lifecycle.toGlacierInstantRetrievalAfterDays,
      moveFromBytes: props.environment.lifecycle.moveFromBytes,
      expire: logExpiry(props.environment, ...LOG_PREFIXES),
      provider: props.provider,
    });
    this.createReplication(props, bucket, key, this.createRole(props, key));
  }

  private createKey({ environment, provider }: VaultReplicaProps): EvidenceKey {
    return new EvidenceKey(this, "Key", {
      logicalId: "evidence_replica",
      alias: names(environment).replicaKeyAlias,
      description: "Encrypts the replica of the evidence vault",
      duties: DUTIES,
      provider,
      ...replicaOwners(environment),
      statements: [
        {
          // In another account the vault's own rights do not reach this key: it must let the copies in itself.
          Sid: "ReplicationEncrypts",
          Effect: "Allow",
          Principal: { AWS: names(environment).replicationRoleArn },
          Action: ["kms:Encrypt", "kms:GenerateDataKey"],
          Resource: "*",
        },
      ],
    });
  }

  private createBucket({ environment, provider }: VaultReplicaProps, { key }: EvidenceKey): LockedBucket {
    const { replicaBucket, replicationRoleArn } = names(environment);
    const arn = `arn:aws:s3:::${replicaBucket}`;
    const replicate: PolicyStatement = {
      Sid: "ReplicateFromVault",
      Effect: "Allow",
      Principal: { AWS: replicationRoleArn },
      Action: ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ObjectOwnerOverrideToBucketOwner"],
      Resource: `${arn}/*`,
    };
    return new LockedBucket(this, "Bucket", {
      logicalId: "evidence_replica",
      name: replicaBucket,
      duties: DUTIES,
      kmsKeyArn: key.arn,
      lockMode: environment.replica.lock.mode,
      lockDays: environment.retention.log.days,
      configurationRoleArns: replicaOwners(environment).configurationRoleArns,
      // Holds are copied with the objects. By hand they are set only when the vault itself is lost.
      holdRoleArns: [replicaOwners(environment).breakGlassRoleArn],
      statements: [replicate],
      provider,
    });
  }

  private createRole({ environment, vaultKeyArn }: VaultReplicaProps, { key }: EvidenceKey): IamRolePolicy {
    const { replicationRole, vaultBucketArn, replicaBucket } = names(environment);
    const role = new IamRole(this, "Role", {
      name: replicationRole,
      description: "S3 copies the evidence vault to its replica",
      assumeRolePolicy: policyDocument([
        { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
      ]),
      tags: dutyTags(DUTIES),
    });
    evidenceResource(role, ID);
    const policy = new IamRolePolicy(this, "RolePolicy", {
      name: "replicate-vault",
      role: role.name,
      policy: policyDocument([
        {
          Effect: "Allow",
          Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
          Resource: vaultBucketArn,
        },
        {
          Effect: "Allow",
          Action: [
            "s3:GetObjectVersionForReplication",
            "s3:GetObjectVersionAcl",
            "s3:GetObjectVersionTagging",
            "s3:GetObjectRetention",
            "s3:GetObjectLegalHold",
          ],
          Resource: `${vaultBucketArn}/*`,
        },
        {
          Effect: "Allow",
          Action: ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ObjectOwnerOverrideToBucketOwner"],
          Resource: `arn:aws:s3:::${replicaBucket}/*`,
        },
        { Effect: "Allow", Action: "kms:Decrypt", Resource: vaultKeyArn },
        { Effect: "Allow", Action: ["kms:Encrypt", "kms:GenerateDataKey"], Resource: key.arn },
      ]),
    });
    return evidenceResource(policy, ID);
  }

  private createReplication(
    { environment, vault }: VaultReplicaProps,
    bucket: LockedBucket,
    { key }: EvidenceKey,
    after: IamRolePolicy,
  ): void {
    const { replicationRoleArn } = names(environment);
    const { accountId } = environment.replica;
    const replication = new S3BucketReplicationConfigurationA(this, "Replication", {
      bucket: vault.bucket.id,
      role: replicationRoleArn,
      dependsOn: [vault.versioning, bucket.versioning, after],
      rule: [
        {
          id: "everything",
          priority: 1,
          status: "Enabled",
          filter: {},
          deleteMarkerReplication: { status: "Disabled" },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
          destination: {
            bucket: bucket.bucket.arn,
            storageClass: "STANDARD",
            encryptionConfiguration: { replicaKmsKeyId: key.arn },
            metrics: { status: "Enabled", eventThreshold: { minutes: REPLICATION_TIME_MINUTES } },
            replicationTime: { status: "Enabled", time: { minutes: REPLICATION_TIME_MINUTES } },
            ...(accountId && { account: accountId, accessControlTranslation: { owner: "Destination" } }),
          },
        },
      ],
    });
    evidenceResource(replication, { ...ID, preventDestroy: true });
  }
}

/** Who may change the replica: in an account of its own its deploy role, and that account's break-glass role. */
export function replicaOwners({ aws, replica }: Environment) {
  const accountId = replica.accountId ?? aws.accountId;
  const iam = (role: string) => `arn:aws:iam::${accountId}:role/${role}`;
  const breakGlassRoleArn = iam(aws.roles.breakGlass);
  return {
    accountId,
    breakGlassRoleArn,
    configurationRoleArns: [iam(replica.deployRole ?? aws.roles.deploy), breakGlassRoleArn],
  };
}
