import type { Environment } from "./environment-schema";
import { VAULT_PREFIXES } from "./vault-layout";

/**
 * Physical names, all from the config and nowhere else: stacks do not read each other's state, so the name is the
 * contract between them. Changing one here replaces resources that hold evidence.
 */
export function names(environment: Environment) {
  const base = `ai-act-evidence-${environment.id}`;
  const { accountId, region } = environment.aws;
  const { integration } = environment.datadog;
  const replicaAccountId = environment.replica.accountId ?? accountId;
  const iam = (role: string) => `arn:aws:iam::${accountId}:role/${role}`;
  return {
    vaultBucket: `${base}-${accountId}`,
    vaultBucketArn: `arn:aws:s3:::${base}-${accountId}`,
    vaultKeyAlias: `alias/${base}-vault`,
    replicaBucket: `${base}-replica-${replicaAccountId}`,
    replicaKeyAlias: `alias/${base}-replica`,
    replicationRole: `${base}-replication`,
    replicationRoleArn: iam(`${base}-replication`),
    trail: `${base}-access`,
    trailArn: `arn:aws:cloudtrail:${region}:${accountId}:trail/${base}-access`,
    trailBucket: `${base}-trail-${accountId}`,
    trailKeyAlias: `alias/${base}-trail`,
    queryResultsBucket: `${base}-queries-${accountId}`,
    queryWorkgroup: base,
    /** Artifacts that MLflow keeps: working copies; what is promoted is copied into the vault. */
    artifactsBucket: `${base}-artifacts-${accountId}`,
    artifactsBucketArn: `arn:aws:s3:::${base}-artifacts-${accountId}`,
    /** Access logs of MLflow's load balancer. */
    loadBalancerLogsBucket: `${base}-lb-logs-${accountId}`,
    /** Load balancer and target group: AWS takes 32 characters. */
    loadBalancer: `mlflow-${environment.id}`,
    /** A web ACL logs into groups alone whose names begin so. */
    firewallLogGroup: `aws-waf-logs-${base}-mlflow-firewall`,
    mlflowKeyAlias: `alias/${base}-mlflow`,
    /** Repository of an image in ECR: mlflow, gate, jobs. */
    imageRepository: (image: string) => `${base}/${image}`,
    /** Anything else of the mlflow stack: cluster, service, roles, log groups, secrets. */
    mlflow: (part: string) => `${base}-mlflow-${part}`,
    mlflowRoleArn: (part: string) => iam(`${base}-mlflow-${part}`),
    mlflowLogGroup: (part: string) => `/ai-act-evidence/${environment.id}/mlflow/${part}`,
    guardrails: `${base}-guardrails`,
    watchTopic: `${base}-watch`,
    /** KMS key that signs the records of a role. */
    signingKeyAlias: (role: string) => `alias/${base}-sign-${role}`,
    /** IAM role of a person or program that works with the vault. */
    vaultRole: (role: string) => `${base}-${role}`,
    vaultRoleArn: (role: string) => iam(`${base}-${role}`),
    /** Prefix of the Datadog archive in the vault. */
    archivePath: VAULT_PREFIXES.archive,
    archiveName: `${base}-art12`,
    datadogArchiveRole: integration === "create" ? `${base}-datadog-archive` : integration.existingRole,
    deployRoleArn: iam(environment.aws.roles.deploy),
    breakGlassRoleArn: iam(environment.aws.roles.breakGlass),
    /** Webhook of Datadog that carries a system's alerts to the risk register. */
    riskRegisterWebhook: (system: string) => `${base}-${system}`,
    /** Where Terraform keeps the state of a stack in an S3 backend. */
    stateKey: (stack: string) => `ai-act-evidence/${stack}.tfstate`,
  };
}

/** Title of a system's dashboard in Datadog, by which links find it: its address is known only once it is made. */
export const dashboardTitle = (system: string, environment: string): string =>
  `[EU AI Act] ${system} (${environment}): post-market monitoring`;

/** Stack names: `<environment>-<stack>`, so that `cdktf deploy 'production-*'` selects one environment. */
export const stackName = {
  evidenceVault: (environment: string) => `${environment}-evidence-vault`,
  art12Logging: (environment: string) => `${environment}-art12-logging`,
  art72Monitoring: (environment: string, system: string) => `${environment}-art72-monitoring-${system}`,
  guardrails: (environment: string) => `${environment}-guardrails`,
  terraformState: (environment: string) => `${environment}-terraform-state`,
  mlflow: (environment: string) => `${environment}-mlflow`,
  datadogOrganisation: (org: string) => `${org}-datadog`,
};
