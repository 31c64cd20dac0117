import type { Construct } from "constructs";
import { organisationOf, stackName, type Environment } from "../configs";
import { Art12Archive } from "../constructs/art12-logging/archive";
import { ArchiveOrder } from "../constructs/art12-logging/archive-order";
import { IndexSplit } from "../constructs/art12-logging/index-split";
import { Art12Metrics } from "../constructs/art12-logging/metrics";
import { Art12Pipeline } from "../constructs/art12-logging/pipeline";
import { PipelineOrder } from "../constructs/art12-logging/pipeline-order";
import { EvidenceRoles } from "../constructs/datadog-organisation/evidence-roles";
import { MonitorTagPolicy } from "../constructs/datadog-organisation/monitor-tag-policy";
import { OrganisationMonitoring } from "../constructs/datadog-organisation/organisation-monitoring";
import { PersonalDataScanner } from "../constructs/datadog-organisation/personal-data-scanner";
import { EnvironmentStack } from "./environment-stack";

/**
 * `<org>-datadog`: the one owner of what a Datadog organisation has once: pipeline, index, archives and scanner with
 * their orders, metric names, monitors of all that. They stand here and not with their environment, because only their stack knows their ids, and two stacks
 * that each put "ours first" would undo each other for ever.
 */
export class DatadogOrganisationStack extends EnvironmentStack {
  /** @param members all environments of the organisation; exactly one of them has the catch-all archive */
  constructor(scope: Construct, org: string, members: readonly Environment[]) {
    const organisation = organisationOf(members);
    const { environments, owner, index, roles, monitorTagPolicy: policy } = organisation;
    super(scope, stackName.datadogOrganisation(org), owner);
    this.createDatadogProvider();
    new PipelineOrder(this, "PipelineOrder", { pipeline: new Art12Pipeline(this, "Pipeline") });
    const archives = environments.map(
      (environment) => new Art12Archive(this, `Archive-${environment.id}`, { environment }),
    );
    new ArchiveOrder(this, "ArchiveOrder", { archives });
    new IndexSplit(this, "Index", { index });
    new PersonalDataScanner(this, "Scanner");
    new Art12Metrics(this, "Metrics");
    if (roles === "create") new EvidenceRoles(this, "Roles");
    if (policy) new MonitorTagPolicy(this, "MonitorTagPolicy", { policy });
    new OrganisationMonitoring(this, "Monitoring", { org, organisation });
  }
}
