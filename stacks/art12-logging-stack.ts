import type { Construct } from "constructs";
import { names, stackName, type Environment } from "../configs";
import { ArchiveRolePolicy } from "../constructs/art12-logging/archive-role-policy";
import { AwsIntegration } from "../constructs/art12-logging/aws-integration";
import { EnvironmentStack } from "./environment-stack";

/** `<environment>-art12-logging`: the way of log entries from Datadog into the environment's vault. */
export class Art12LoggingStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, stackName.art12Logging(environment.id), environment);
    this.createAwsProvider();
    this.createDatadogProvider();
    if (environment.datadog.integration === "create")
      new AwsIntegration(this, "AwsIntegration", { environment });
    else
      new ArchiveRolePolicy(this, "RolePolicy", {
        environment,
        roleName: names(environment).datadogArchiveRole,
      });
  }
}
