import { LogsMetric } from "@cdktf/provider-datadog/lib/logs-metric";
import { Construct } from "constructs";
import { evidenceResource } from "../evidence-resource";

/**
 * Metrics counted from Art 12 log entries. Log monitors see indexed logs only, and these entries need not be indexed:
 * so monitors watch these counts. Metric names are one per organisation, whatever the number of environments.
 */
export const ART12_METRICS = {
  /** All entries. */
  events: { name: "art12.events", query: "compliance.art12:true" },
  /** Decisions a person has looked at. */
  reviews: { name: "art12.reviews", query: "compliance.art12:true @art12.event.oversight.reviewer:*" },
  /** Decisions a person has changed. */
  overrides: { name: "art12.overrides", query: "compliance.art12:true @art12.event.oversight.override:true" },
} as const;

/** Tags each count can be split by: all are tags of the entry, none is personal data. */
const SPLIT_BY = ["env", "ai_system", "event_type", "model_version"];

/** The organisation's Art 12 log metrics. */
export class Art12Metrics extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    for (const [key, { name, query }] of Object.entries(ART12_METRICS)) {
      const metric = new LogsMetric(this, key, {
        name,
        compute: { aggregationType: "count" },
        filter: { query },
        groupBy: SPLIT_BY.map((tag) => ({ path: tag, tagName: tag })),
      });
      evidenceResource(metric, { logicalId: `art12_${key}`, duties: ["Art12", "Art14", "Art72"] });
    }
  }
}
