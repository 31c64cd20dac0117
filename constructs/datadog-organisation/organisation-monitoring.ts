import { Construct } from "constructs";
import type { Organisation } from "../../configs";
import { ComplianceMonitor } from "../art72-monitoring/compliance-monitor";
import { jobMonitors } from "./job-monitors";
import { organisationMonitors } from "./monitors";

export interface OrganisationMonitoringProps {
  /** Short name of the Datadog organisation. */
  readonly org: string;
  readonly organisation: Organisation;
}

/** Monitors of what an organisation has once: delivery of the archives, faults of entries, changes of the configuration, scheduled jobs of its environments. */
export class OrganisationMonitoring extends Construct {
  constructor(scope: Construct, id: string, { org, organisation }: OrganisationMonitoringProps) {
    super(scope, id);
    for (const spec of organisationMonitors(organisation))
      new ComplianceMonitor(this, spec.key, {
        spec,
        subject: org,
        tags: [`datadog_org:${org}`],
        about: `Datadog organisation ${org}: environments ${organisation.environments.map(({ id }) => id).join(", ")}.`,
        notify: organisation.notify,
      });
    for (const environment of organisation.environments)
      for (const spec of jobMonitors(environment))
        new ComplianceMonitor(this, spec.address ?? spec.key, {
          spec,
          subject: environment.id,
          tags: [`datadog_org:${org}`, `env:${environment.id}`],
          about: `Scheduled job of environment ${environment.id}: ${environment.title}.`,
          notify: organisation.notify,
        });
  }
}
