import { LogsMetric } from "@cdktf/provider-datadog/lib/logs-metric";
import { Construct } from "constructs";
import { evidenceResource } from "../evidence-resource";

/** One metric made from Art 12 log entries. */
export interface Art12Metric {
  readonly name: string;
  /** Which entries it counts, as a log search. */
  readonly query: string;
  /** Attribute whose values are kept as a distribution. @default entries are counted */
  readonly distributionOf?: string;
  /** Attributes it can be split by besides {@link SPLIT_BY}, by the tag each becomes. */
  readonly also?: Readonly<Record<string, string>>;
}

const ENTRIES = "compliance.art12:true";
const INFERENCES = `${ENTRIES} event_type:inference`;
const REVIEWED = "@art12.event.oversight.reviewer:*";

/**
 * Metrics made from Art 12 log entries. Log monitors see indexed logs only, and these entries need not be indexed:
 * so monitors watch these. Metric names are one per organisation, whatever the number of environments.
 */
export const ART12_METRICS = {
  /** All entries. */
  events: { name: "art12.events", query: ENTRIES },
  /** Entries that say their schema was broken: archived too, and marked by the pipeline. */
  invalid: { name: "art12.invalid", query: `${ENTRIES} compliance.art12_invalid:true` },
  /** Entries in which the scanner found what looks like personal data. */
  personal_data: {
    name: "art12.personal_data",
    query: `${ENTRIES} compliance.art12_personal_data:true`,
    also: { personal_data_kind: "compliance.art12_personal_data_kind" },
  },
  /** Reports of emitters that could not write events: so much is missing from the log. */
  losses: { name: "art12.losses", query: `${ENTRIES} @art12.event.dropped:>0` },
  /** Decisions a person has looked at. */
  reviews: { name: "art12.reviews", query: `${ENTRIES} ${REVIEWED}` },
  /** Decisions a person has changed. */
  overrides: { name: "art12.overrides", query: `${ENTRIES} @art12.event.oversight.override:true` },
  /** Decisions that a person had to look at. */
  reviews_required: {
    name: "art12.reviews_required",
    query: `${INFERENCES} @art12.event.oversight.required:true`,
  },
  /** Decisions that a person had to look at, and did: with the decision, or in an event after it. */
  reviews_done: {
    name: "art12.reviews_done",
    query: `${ENTRIES} @art12.event.oversight.required:true ${REVIEWED}`,
  },
  /** Decisions by their code, of a closed vocabulary. */
  decisions: {
    name: "art12.decisions",
    query: `${INFERENCES} @art12.event.output.decision:*`,
    also: { decision: "@art12.event.output.decision" },
  },
  /** Outcomes by their code, of a closed vocabulary. */
  outcomes: {
    name: "art12.outcomes",
    query: `${ENTRIES} event_type:outcome`,
    also: { outcome: "@art12.event.outcome" },
  },
  /** Decisions the system was hardly sure of. */
  low_confidence: {
    name: "art12.low_confidence",
    query: `${INFERENCES} @art12.event.output.confidence:<0.6`,
  },
  /** How sure the system was. */
  confidence: {
    name: "art12.confidence",
    query: `${INFERENCES} @art12.event.output.confidence:*`,
    distributionOf: "@art12.event.output.confidence",
  },
} as const satisfies Record<string, Art12Metric>;

/** Tags each metric can be split by: all are tags of the entry, few in number, and none is personal data. */
const SPLIT_BY = ["env", "ai_system", "event_type", "model_version"];

/** The organisation's Art 12 log metrics. */
export class Art12Metrics extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    for (const [key, metric] of Object.entries<Art12Metric>(ART12_METRICS)) this.createMetric(key, metric);
  }

  private createMetric(key: string, { name, query, distributionOf, also = {} }: Art12Metric): void {
    const metric = new LogsMetric(this, key, {
      name,
      compute: distributionOf
        ? { aggregationType: "distribution", path: distributionOf, includePercentiles: true }
        : { aggregationType: "count" },
      filter: { query },
      groupBy: [
        ...SPLIT_BY.map((tag) => ({ path: tag, tagName: tag })),
        ...Object.entries(also).map(([tagName, path]) => ({ path, tagName })),
      ],
    });
    evidenceResource(metric, { logicalId: `art12_${key}`, duties: ["Art12", "Art14", "Art72"] });
  }
}
