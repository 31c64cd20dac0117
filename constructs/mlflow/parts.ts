/** What the parts of the mlflow stack hand to each other. Values may be tokens of Terraform. */
import type { Environment, MlflowServiceConfig } from "../../configs";

/** What every part of it takes. */
export interface PartProps {
  readonly environment: Environment;
  /** The environment's `mlflow.service`. */
  readonly service: MlflowServiceConfig;
}

/** Where the gate listens inside a task: only the load balancer reaches it. */
export const GATE_PORT = 8080;
/** Where MLflow listens inside a task, on 127.0.0.1 alone. */
export const MLFLOW_PORT = 5000;
export const POSTGRES_PORT = 5432;

/** Network of the service: made, or existing. Security groups are always the stack's own. */
export interface Network {
  readonly vpcId: string;
  readonly privateSubnetIds: readonly string[];
  readonly loadBalancerSubnetIds: readonly string[];
  readonly securityGroupIds: Readonly<Record<SecurityGroupName, string>>;
}

/** `service` is gate and MLflow; `jobs` is the scheduled tasks, which nobody reaches. */
export type SecurityGroupName = "loadBalancer" | "service" | "jobs" | "database";

/** Log groups by program. */
export type LogGroupName = "mlflow" | "gate" | "migrate" | "jobs" | "firewall" | "flow";

/** Secrets by what they hold; their values are made at deploy and are in no state. */
export interface Secrets {
  /** ARN; JSON with `username`, `password` and `uri` (`postgresql+psycopg2://...`) of MLflow's own database. */
  readonly mlflowDatabase: string;
  /** ARN; JSON with `username`, `password` and `uri` (`postgres://...`) of the gate's own database. */
  readonly gateDatabase: string;
  /** ARN; as `mlflowDatabase`, for a login that may only read: the jobs'. */
  readonly readerDatabase: string;
  /** ARN; the gate's session keys, as `EVIDENCE_GATE_SESSION_KEYS` takes them. */
  readonly sessionKeys: string;
}

export interface Database {
  /** Host name. */
  readonly address: string;
  /** Identifier of the instance, as CloudWatch's dimension `DBInstanceIdentifier`. */
  readonly identifier: string;
  readonly arn: string;
  /** ARN of the secret that RDS manages; JSON with `username` and `password` of the owner. Only the migration has it. */
  readonly ownerSecretArn: string;
}

export interface LoadBalancer {
  readonly arn: string;
  /** As CloudWatch's dimension `LoadBalancer`. */
  readonly arnSuffix: string;
  readonly targetGroupArn: string;
  /** As CloudWatch's dimension `TargetGroup`. */
  readonly targetGroupArnSuffix: string;
}
