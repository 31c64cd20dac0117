import { Construct } from "constructs";
import type { Environment, MlflowServiceConfig } from "../../configs";

export interface MlflowServiceProps {
  readonly environment: Environment;
  /** The environment's `mlflow.service`. */
  readonly service: MlflowServiceConfig;
}

/** What every part of it takes. */
export type PartProps = MlflowServiceProps;

/**
 * MLflow and the gate before it, as a service: the gate alone is reached, by the load balancer alone; MLflow listens to its
 * own task; database and artifacts are encrypted, versioned and backed up.
 */
export class MlflowService extends Construct {
  constructor(scope: Construct, id: string, _props: MlflowServiceProps) {
    super(scope, id);
    // Parts in the order they depend on each other.
  }
}
