import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { names, WRITTEN_ONCE, type Environment } from "../../configs";
import { ROLES } from "../../evidence/records/roles";
import type { Duty } from "../evidence-resource";
import { AccessTrail } from "./access-trail";
import { BucketLifecycle } from "./bucket-lifecycle";
import { deny } from "./bucket-policy";
import { EvidenceKey } from "./evidence-key";
import { LockedBucket } from "./locked-bucket";
import { LOG_PREFIXES, logExpiry } from "./log-expiry";
import { QueryEngine } from "./query-engine";
import { replicaOwners, VaultReplica } from "./replica";
import { VaultReports } from "./vault-reports";
import { HOLD_ROLES } from "./vault-rights";
import { VaultRoles } from "./vault-roles";
import { ReplicationAlarms, VaultWatch } from "./vault-watch";
import { WorkingBucket } from "./working-bucket";

export interface EvidenceVaultProps {
  readonly environment: Environment;
  /** Provider of the replica's region and account. */
  readonly replicaProvider: AwsProvider;
}

const DUTIES: readonly Duty[] = ["Art12", "Art18(1)", "Art19(1)", "Art26(6)"];

/**
 * The evidence vault: where log entries and records are kept, locked for the environment's retention, copied to another
 * region, every access on record, people told of every attempt to change it.
 */
export class EvidenceVault extends Construct {
  constructor(scope: Construct, id: string, { environment, replicaProvider }: EvidenceVaultProps) {
    super(scope, id);
    const key = this.createKey(environment);
    const vault = this.createBucket(environment, key);
    this.createSigningKeys(environment);
    new BucketLifecycle(this, "Lifecycle", {
      logicalId: "evidence_vault",
      bucket: vault,
      toGlacierInstantRetrievalAfterDays: environment.lifecycle.toGlacierInstantRetrievalAfterDays,
      moveFromBytes: environment.lifecycle.moveFromBytes,
      expire: logExpiry(environment, ...LOG_PREFIXES),
    });
    new VaultReplica(this, "Replica", {
      environment,
      vault,
      vaultKeyArn: key.key.arn,
      provider: replicaProvider,
    });
    new AccessTrail(this, "Trail", { environment });
    const { topic } = new VaultWatch(this, "Watch", {
      environment,
      region: environment.aws.region,
      ...owners(environment),
      suffix: "",
    });
    new VaultWatch(this, "ReplicaWatch", {
      environment,
      region: environment.replica.region,
      ...replicaOwners(environment),
      suffix: "_replica",
      provider: replicaProvider,
    });
    new ReplicationAlarms(this, "ReplicationAlarms", { environment, topic });
    const working = new WorkingBucket(this, "Working", { environment, kmsKeyArn: key.key.arn });
    new VaultReports(this, "Reports", { environment, vault, working, topic });
    new QueryEngine(this, "Queries", { environment, working, kmsKeyArn: key.key.arn });
    new VaultRoles(this, "Roles", environment);
  }

  private createKey(environment: Environment): EvidenceKey {
    return new EvidenceKey(this, "Key", {
      logicalId: "evidence_vault",
      alias: names(environment).vaultKeyAlias,
      description: "Encrypts the evidence vault (Regulation (EU) 2024/1689, Arts 12, 18, 19)",
      duties: [...DUTIES, "Art78"],
      ...owners(environment),
    });
  }

  private createBucket(environment: Environment, { key }: EvidenceKey): LockedBucket {
    const { vaultBucket, vaultBucketArn, vaultRoleArn } = names(environment);
    return new LockedBucket(this, "Bucket", {
      logicalId: "evidence_vault",
      name: vaultBucket,
      duties: DUTIES,
      kmsKeyArn: key.arn,
      lockMode: environment.lock.mode,
      lockDays: environment.retention.log.days,
      configurationRoleArns: owners(environment).configurationRoleArns,
      holdRoleArns: HOLD_ROLES.map(vaultRoleArn),
      statements: [
        // A place is taken once: Object Lock alone would let a second version stand over the first.
        deny(
          "PlacesAreTakenOnce",
          "s3:PutObject",
          WRITTEN_ONCE.map((prefix) => `${vaultBucketArn}/${prefix}/*`),
          { Null: { "s3:if-none-match": "true" } },
        ),
      ],
    });
  }

  private createSigningKeys(environment: Environment): void {
    for (const role of ROLES) {
      new EvidenceKey(this, `Signing-${role}`, {
        logicalId: `sign_${role.replaceAll("-", "_")}`,
        alias: names(environment).signingKeyAlias(role),
        description: `Signs the records of the role ${role}`,
        duties: ["Art12", "Art17(1)", "Art18(1)"],
        purpose: "sign",
        ...owners(environment),
      });
    }
  }
}

function owners(environment: Environment) {
  const { deployRoleArn, breakGlassRoleArn } = names(environment);
  return {
    accountId: environment.aws.accountId,
    breakGlassRoleArn,
    configurationRoleArns: [deployRoleArn, breakGlassRoleArn],
  };
}
