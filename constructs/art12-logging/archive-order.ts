import { DataDatadogLogsArchivesOrder } from "@cdktf/provider-datadog/lib/data-datadog-logs-archives-order";
import { LogsArchiveOrder } from "@cdktf/provider-datadog/lib/logs-archive-order";
import { Construct } from "constructs";
import { evidenceResource, pinAddress } from "../evidence-resource";
import type { Art12Archive } from "./archive";
import { oursFirst } from "./ours-first";

/**
 * Puts our archives before all others of the organisation, and leaves the others in the order they have: Datadog
 * gives a log entry to the first archive that matches, so a broad archive in front would take ours away.
 */
export class ArchiveOrder extends Construct {
  constructor(scope: Construct, id: string, { archives }: { readonly archives: readonly Art12Archive[] }) {
    super(scope, id);
    const current = new DataDatadogLogsArchivesOrder(this, "Current", {});
    pinAddress(current, "data.datadog_logs_archives_order", "current");
    const ours = archives.map(({ archive }) => archive.id);
    const order = new LogsArchiveOrder(this, "Resource", {
      archiveIds: oursFirst(ours, current.archiveIds),
    });
    evidenceResource(order, { logicalId: "art12_first", duties: ["Art12", "Art19(1)"] });
  }
}
