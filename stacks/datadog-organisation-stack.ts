import type { Construct } from "constructs";
import { stackName, type Environment } from "../configs";
import { Art12Archive } from "../constructs/art12-logging/archive";
import { ArchiveOrder } from "../constructs/art12-logging/archive-order";
import { Art12Metrics } from "../constructs/art12-logging/metrics";
import { EnvironmentStack } from "./environment-stack";

/**
 * `<org>-datadog`: the one owner of what a Datadog organisation has once: archives with their order, metric names.
 * Archives stand here and not with their environment, because only their stack knows their ids, and two stacks that
 * each put "ours first" would undo each other for ever.
 */
export class DatadogOrganisationStack extends EnvironmentStack {
  /** @param environments all environments of the organisation; exactly one of them has the catch-all archive */
  constructor(scope: Construct, org: string, environments: readonly Environment[]) {
    const ordered = [...environments].sort(catchAllLast);
    const owner = ordered.at(-1);
    if (owner === undefined) throw new Error(`organisation ${org} has no environment`);
    super(scope, stackName.datadogOrganisation(org), owner);
    this.createDatadogProvider();
    const archives = ordered.map(
      (environment) => new Art12Archive(this, `Archive-${environment.id}`, { environment }),
    );
    new ArchiveOrder(this, "ArchiveOrder", { archives });
    new Art12Metrics(this, "Metrics");
  }
}

/** Specific archives first: the catch-all takes what they leave. */
function catchAllLast(a: Environment, b: Environment): number {
  return Number(a.datadog.archive === "catch-all") - Number(b.datadog.archive === "catch-all");
}
