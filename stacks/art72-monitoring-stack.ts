import type { Construct } from "constructs";
import { stackName, type Environment, type System } from "../configs";
import { MONITORS } from "../constructs/art72-monitoring/catalogue";
import { ComplianceMonitor } from "../constructs/art72-monitoring/compliance-monitor";
import { EnvironmentStack } from "./environment-stack";

/** `<environment>-art72-monitoring-<system>`: one system's monitors, so that a change to one system is one small plan. */
export class Art72MonitoringStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, system: System) {
    super(scope, stackName.art72Monitoring(environment.id, system.id), environment);
    this.createDatadogProvider();
    // A retired system keeps its stack: the plan that closes its monitors is reviewed like any other.
    if (system.status === "retired") return;
    for (const row of MONITORS) new ComplianceMonitor(this, row.key, { environment, system, row });
  }
}
