import type { Construct } from "constructs";
import { stackName, type Environment } from "../configs";
import { EnvironmentStack } from "./environment-stack";

/** `<environment>-mlflow`: name and state of the MLflow service's stack. It holds no resources yet. */
export class MlflowStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, stackName.mlflow(environment.id), environment);
    this.createAwsProvider();
  }
}
