import type { Construct } from "constructs";
import { stackName, type Environment } from "../configs";
import { EvidenceVault } from "../constructs/evidence-vault/evidence-vault";
import { EnvironmentStack } from "./environment-stack";

/** `<environment>-evidence-vault`: the locked store of log entries and records. */
export class EvidenceVaultStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, stackName.evidenceVault(environment.id), environment);
    this.createAwsProvider();
    new EvidenceVault(this, "EvidenceVault", { environment, replicaProvider: this.createReplicaProvider() });
  }
}
