import type { Construct } from "constructs";
import { stackName, type Environment } from "../configs";
import { MlflowService } from "../constructs/mlflow/mlflow-service";
import { EnvironmentStack } from "./environment-stack";

/** `<environment>-mlflow`: MLflow with the gate before it. Without `mlflow.service` in the config it holds no resources. */
export class MlflowStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, stackName.mlflow(environment.id), environment);
    this.createAwsProvider();
    const service = environment.mlflow?.service;
    if (service) new MlflowService(this, "MlflowService", { environment, service });
  }
}
