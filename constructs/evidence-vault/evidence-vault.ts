import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { LockedBucket } from "./locked-bucket";
import { VaultKey } from "./vault-key";
import { VaultLifecycle } from "./vault-lifecycle";

export interface EvidenceVaultProps {
  readonly environment: Environment;
}

/** The evidence vault: where log entries and records are kept, locked for the environment's retention. */
export class EvidenceVault extends Construct {
  constructor(scope: Construct, id: string, { environment }: EvidenceVaultProps) {
    super(scope, id);
    const { vaultBucket, vaultBucketArn, vaultKeyAlias, deployRoleArn, breakGlassRoleArn } =
      names(environment);
    const lockDays = environment.retention.log.days;
    const configurationRoleArns = [deployRoleArn, breakGlassRoleArn];

    const { key } = new VaultKey(this, "Key", {
      alias: vaultKeyAlias,
      accountId: environment.aws.accountId,
      configurationRoleArns,
      breakGlassRoleArn,
    });
    const vault = new LockedBucket(this, "Bucket", {
      name: vaultBucket,
      arn: vaultBucketArn,
      kmsKeyArn: key.arn,
      lockMode: environment.lock.mode,
      lockDays,
      configurationRoleArns,
    });
    new VaultLifecycle(this, "Lifecycle", {
      vault,
      toGlacierInstantRetrievalAfterDays: environment.lifecycle.toGlacierInstantRetrievalAfterDays,
      expireAfterDays: expiryDays(environment.lifecycle.expireAfterDays, lockDays),
    });
  }
}

function expiryDays(
  expireAfterDays: Environment["lifecycle"]["expireAfterDays"],
  lockDays: number,
): number | undefined {
  if (expireAfterDays === "never") return undefined;
  return expireAfterDays === "when-lock-ends" ? lockDays : expireAfterDays;
}
