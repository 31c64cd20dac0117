import type { Construct } from "constructs";
import { stackName, type Environment, type System } from "../configs";
import { SystemMonitoring } from "../constructs/art72-monitoring/system-monitoring";
import { EnvironmentStack } from "./environment-stack";

/**
 * `<environment>-art72-monitoring-<system>`: one system's monitoring, so that a change to one system is one small plan. A
 * retired system keeps its stack: the plan that closes its monitors is reviewed like any other.
 */
export class Art72MonitoringStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, system: System) {
    super(scope, stackName.art72Monitoring(environment.id, system.id), environment);
    this.createDatadogProvider();
    new SystemMonitoring(this, "Monitoring", { environment, system });
  }
}
