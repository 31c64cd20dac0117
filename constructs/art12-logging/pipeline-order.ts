import { DataDatadogLogsPipelinesOrder } from "@cdktf/provider-datadog/lib/data-datadog-logs-pipelines-order";
import { LogsPipelineOrder } from "@cdktf/provider-datadog/lib/logs-pipeline-order";
import { Construct } from "constructs";
import { evidenceResource, pinAddress } from "../evidence-resource";
import { oursFirst } from "./ours-first";
import type { Art12Pipeline } from "./pipeline";

/**
 * Puts our pipeline before all others: a log passes every pipeline that matches, one after the other, and one before ours
 * could take away what an entry is recognised by.
 *
 * @see https://docs.datadoghq.com/logs/log_configuration/pipelines/
 */
export class PipelineOrder extends Construct {
  constructor(scope: Construct, id: string, { pipeline }: { readonly pipeline: Art12Pipeline }) {
    super(scope, id);
    const current = new DataDatadogLogsPipelinesOrder(this, "Current", {});
    pinAddress(current, "data.datadog_logs_pipelines_order", "current");
    const order = new LogsPipelineOrder(this, "Resource", {
      // Datadog keeps no name for an order: it is the resource's id only.
      name: "art12_first",
      pipelines: oursFirst([pipeline.pipeline.id], current.pipelineIds),
    });
    evidenceResource(order, { logicalId: "art12_first", duties: ["Art12", "Art19(1)"] });
  }
}
