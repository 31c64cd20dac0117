import type { Monitor } from "@cdktf/provider-datadog/lib/monitor";
import { Construct } from "constructs";
import type { Environment, System } from "../../configs";
import { monitorsOf, scopeOf } from "./catalogue";
import { ComplianceMonitor } from "./compliance-monitor";
import { SystemDashboard } from "./dashboard/system-dashboard";
import { Objectives } from "./objectives";
import { RiskRegisterWebhook } from "./risk-register-webhook";

export interface SystemMonitoringProps {
  readonly environment: Environment;
  readonly system: System;
}

/** Post-market monitoring of one AI system in one environment (Art 72), from the catalogue and the system's config. */
export class SystemMonitoring extends Construct {
  private readonly tags: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SystemMonitoringProps,
  ) {
    super(scope, id);
    const { environment, system } = props;
    this.tags = tagsOf(environment, system);
    if (system.status === "retired" && system.monitoring.afterRetirement === "close") return;
    const monitors = this.createMonitors(this.createWebhook());
    const silence = monitors.get("no_log_entries");
    // What a month of operation must bring is asked of a system in use.
    const objectives = silence ? this.createObjectives(silence) : [];
    new SystemDashboard(this, "Dashboard", {
      environment,
      system,
      scope: scopeOf(environment, system),
      objectives,
    });
  }

  private createWebhook(): readonly string[] {
    const { environment, system } = this.props;
    const { riskRegister: register } = environment;
    if (!register) return [];
    return [new RiskRegisterWebhook(this, "RiskRegister", { environment, system, register }).handle];
  }

  /** @param handles told before the people the config names */
  private createMonitors(handles: readonly string[]): ReadonlyMap<string, Monitor> {
    const { environment, system } = this.props;
    const { notify, runbooks } = system.monitoring;
    return new Map(
      monitorsOf(environment, system).map((spec) => {
        const { monitor } = new ComplianceMonitor(this, spec.key, {
          spec,
          subject: system.id,
          tags: this.tags,
          about: `AI system: ${system.title} (${system.id}), Annex III ${system.regulatory.annexIII}, environment ${environment.id}.`,
          notify: [...handles, ...notify],
          ...(runbooks && { runbooks }),
        });
        return [spec.key, monitor];
      }),
    );
  }

  private createObjectives(silence: Monitor): Objectives["all"] {
    const { environment, system } = this.props;
    const scope = scopeOf(environment, system);
    return new Objectives(this, "Objectives", { system, scope, tags: this.tags, silence }).all;
  }
}

/** Tags that tell whose the resource is, and that the system is retired where it is. */
function tagsOf(environment: Environment, system: System): readonly string[] {
  return [
    `ai_system:${system.id}`,
    `env:${environment.id}`,
    ...(system.status === "retired" ? ["system_status:retired"] : []),
  ];
}
