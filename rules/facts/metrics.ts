/** What a log metric of Art 12 entries is made of. Rules import no other room: a test holds this against the constructs. */
export interface MadeMetric {
  /** Which entries it counts. */
  readonly query: string;
  /** Attribute whose values it keeps. @default entries are counted */
  readonly distributionOf?: string;
  /** Attributes it is split by besides the tags that all are split by, each by the tag it becomes. */
  readonly also?: Readonly<Record<string, string>>;
}

const ENTRIES = "compliance.art12:true";
const REVIEWER = "@art12.event.oversight.reviewer:*";
const REQUIRED = "@art12.event.oversight.required:true";
const CONFIDENCE = "@art12.event.output.confidence";

/** Metrics of Art 12 entries by name: monitors rely on each being what its name says. */
export const METRICS: Readonly<Record<string, MadeMetric>> = {
  "art12.events": { query: ENTRIES },
  "art12.invalid": { query: `${ENTRIES} compliance.art12_invalid:true` },
  "art12.personal_data": {
    query: `${ENTRIES} compliance.art12_personal_data:true`,
    also: { personal_data_kind: "compliance.art12_personal_data_kind" },
  },
  "art12.losses": { query: `${ENTRIES} @art12.event.dropped:>0` },
  "art12.reviews": { query: `${ENTRIES} ${REVIEWER}` },
  "art12.overrides": { query: `${ENTRIES} @art12.event.oversight.override:true` },
  "art12.reviews_required": { query: `${ENTRIES} event_type:inference ${REQUIRED}` },
  "art12.reviews_done": { query: `${ENTRIES} ${REQUIRED} ${REVIEWER}` },
  "art12.decisions": {
    query: `${ENTRIES} event_type:inference @art12.event.output.decision:*`,
    also: { decision: "@art12.event.output.decision" },
  },
  "art12.outcomes": {
    query: `${ENTRIES} event_type:outcome`,
    also: { outcome: "@art12.event.outcome" },
  },
  "art12.low_confidence": { query: `${ENTRIES} event_type:inference ${CONFIDENCE}:<0.6` },
  "art12.confidence": {
    query: `${ENTRIES} event_type:inference ${CONFIDENCE}:*`,
    distributionOf: CONFIDENCE,
  },
};

/** Tags every metric is split by. */
export const SPLIT_BY = ["ai_system", "env", "event_type", "model_version"] as const;

/** Fields of an event whose values are few and say nothing of a person: codes and technical names. */
export const CODED_FIELDS: readonly string[] = [
  "type",
  "role",
  "environment",
  "system.id",
  "system.version",
  "model.name",
  "model.version",
  "output.decision",
  "outcome",
  "error",
  "reason",
  "oversight.required",
  "oversight.override",
  "oversight.reason",
].map((field) => `@art12.event.${field}`);
