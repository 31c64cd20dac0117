import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import type { Duty } from "../evidence-resource";
import { BucketLifecycle } from "./bucket-lifecycle";
import { EvidenceKey } from "./evidence-key";
import { LockedBucket } from "./locked-bucket";

export interface EvidenceVaultProps {
  readonly environment: Environment;
}

const DUTIES: readonly Duty[] = ["Art12", "Art18(1)", "Art19(1)", "Art26(6)"];

/** The evidence vault: where log entries and records are kept, locked for the environment's retention. */
export class EvidenceVault extends Construct {
  constructor(scope: Construct, id: string, { environment }: EvidenceVaultProps) {
    super(scope, id);
    const { vaultBucket, vaultKeyAlias, archivePath, deployRoleArn, breakGlassRoleArn } = names(environment);
    const lockDays = environment.retention.log.days;
    const configurationRoleArns = [deployRoleArn, breakGlassRoleArn];

    const { key } = new EvidenceKey(this, "Key", {
      logicalId: "evidence_vault",
      alias: vaultKeyAlias,
      description: "Encrypts the evidence vault (Regulation (EU) 2024/1689, Arts 12, 18, 19)",
      duties: [...DUTIES, "Art78"],
      accountId: environment.aws.accountId,
      configurationRoleArns,
      breakGlassRoleArn,
    });
    const bucket = new LockedBucket(this, "Bucket", {
      logicalId: "evidence_vault",
      name: vaultBucket,
      duties: DUTIES,
      kmsKeyArn: key.arn,
      lockMode: environment.lock.mode,
      lockDays,
      configurationRoleArns,
    });
    new BucketLifecycle(this, "Lifecycle", {
      logicalId: "evidence_vault",
      bucket,
      toGlacierInstantRetrievalAfterDays: environment.lifecycle.toGlacierInstantRetrievalAfterDays,
      expire: expiry(environment, `${archivePath}/`),
    });
  }
}

/** What the config lets end, and when. */
function expiry({ lifecycle, retention }: Environment, prefix: string) {
  const { expireAfterDays } = lifecycle;
  if (expireAfterDays === "never") return undefined;
  return { prefix, afterDays: expireAfterDays === "when-lock-ends" ? retention.log.days : expireAfterDays };
}
