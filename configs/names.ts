import type { Environment } from "./environment-schema";

/**
 * Physical names, all from the config and nowhere else: stacks do not read each other's state, so the name is the
 * contract between them. Changing one here replaces resources that hold evidence.
 */
export function names(environment: Environment) {
  const base = `ai-act-evidence-${environment.id}`;
  const { accountId } = environment.aws;
  const { integration } = environment.datadog;
  const iam = (role: string) => `arn:aws:iam::${accountId}:role/${role}`;
  return {
    vaultBucket: `${base}-${accountId}`,
    vaultBucketArn: `arn:aws:s3:::${base}-${accountId}`,
    vaultKeyAlias: `alias/${base}-vault`,
    /** Prefix of the Datadog archive in the vault. */
    archivePath: "art12",
    archiveName: `${base}-art12`,
    datadogArchiveRole: integration === "create" ? `${base}-datadog-archive` : integration.existingRole,
    deployRoleArn: iam(environment.aws.roles.deploy),
    breakGlassRoleArn: iam(environment.aws.roles.breakGlass),
    /** Where Terraform keeps the state of a stack in an S3 backend. */
    stateKey: (stack: string) => `ai-act-evidence/${stack}.tfstate`,
  };
}

/** Stack names: `<environment>-<stack>`, so that `cdktf deploy 'production-*'` selects one environment. */
export const stackName = {
  evidenceVault: (environment: string) => `${environment}-evidence-vault`,
  art12Logging: (environment: string) => `${environment}-art12-logging`,
  art72Monitoring: (environment: string, system: string) => `${environment}-art72-monitoring-${system}`,
  mlflow: (environment: string) => `${environment}-mlflow`,
  datadogOrganisation: (org: string) => `${org}-datadog`,
};
