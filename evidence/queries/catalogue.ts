/**
 * The catalogue: the questions that authorities, compliance officers and engineers ask of the log, each as one SQL text
 * that Athena, Trino and DuckDB all run, with what a program and a person must know about it. The texts lie beside this
 * file as `catalogue/<name>.sql`, and are registered in Athena as they are.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProvisionId } from "../../regulation";
import type { ParameterKind } from "./parameter-kinds";

/** What a query asks for besides its period. */
export interface QueryParameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly description: string;
}

/**
 * What the period becomes in a text: bounds on the archive's days (yyyyMMdd, one more on either side), the exact
 * bounds, and the days asked for (yyyy-MM-dd).
 */
export const PERIOD_VALUES = ["dt_from", "dt_to", "from", "to", "first_day", "last_day"] as const;

export type PeriodValue = (typeof PERIOD_VALUES)[number];

/** One question of the catalogue. */
export interface CatalogueQuery {
  /** Kebab case; a promise: people and named queries in Athena refer to it. */
  readonly name: string;
  readonly title: string;
  /** What the rows say, and what they leave open. */
  readonly answers: string;
  /** Provisions it gives material for. */
  readonly duties: readonly ProvisionId[];
  /** Asked for besides `from` and `to`, which every query needs. */
  readonly parameters: readonly QueryParameter[];
  /** What each `?` of the text stands for, in order: a value of the period or the name of a parameter. */
  readonly positions: readonly string[];
  /** The same question as a log search in Datadog, as far as it can be asked there. */
  readonly datadog: DatadogSearch | VaultOnly;
  readonly sql: string;
}

/**
 * A log search that gives the same events, without `compliance.art12:true`, which all have. `{name}` stands for a
 * parameter. It sees indexed entries alone, and cannot tell a damaged entry from a sound one: the vault can.
 */
export interface DatadogSearch {
  readonly search: string;
}

/** A question that no log search answers. */
export interface VaultOnly {
  readonly vaultOnly: string;
}

const SYSTEM: QueryParameter = {
  name: "system",
  kind: "system",
  description: "AI system, as in its config file",
};
const READ_DAYS = ["dt_from", "dt_to"] as const satisfies readonly PeriodValue[];
const PERIOD = ["from", "to"] as const satisfies readonly PeriodValue[];

/** All questions, in the order in which they are listed. */
export const CATALOGUE: readonly CatalogueQuery[] = [
  query({
    name: "system-events",
    title: "Events of an AI system in a period",
    answers:
      "Every event of the system, in order of time, each once however often it was archived. Whether events are missing is another question: volume-and-gaps.",
    duties: ["Art12(1)", "Art19(1)", "Art21", "Art26(6)"],
    parameters: [SYSTEM],
    positions: [...READ_DAYS, "system", ...PERIOD],
    datadog: { search: "ai_system:{system}" },
  }),
  query({
    name: "event-chain",
    title: "One event and its chain",
    answers:
      "The event, its three neighbours on either side in the emitter's chain and whether each continues the one before, the event it refers to and those that refer to it. The period says where to look.",
    duties: ["Art12(1)", "Art21"],
    parameters: [{ name: "event", kind: "event-id", description: "id of the event" }],
    positions: [...READ_DAYS, "event"],
    datadog: { search: "@art12.event.event_id:{event} OR @art12.event.refers_to:{event}" },
  }),
  query({
    name: "overrides",
    title: "Overrides by a person",
    answers:
      "Decisions that a person overrode, with the reviewer's pseudonym and coded reason, whether recorded with the inference or in a later oversight event.",
    duties: ["Art14", "Art26(2)", "Art26(5)"],
    parameters: [SYSTEM],
    positions: [...READ_DAYS, "system", ...PERIOD],
    datadog: { search: "ai_system:{system} @art12.event.oversight.override:true" },
  }),
  query({
    name: "model-versions",
    title: "Model versions in use",
    answers:
      "With which versions of system and model, from which runs, the system recorded events, from when to when and how many. Entries that differ from their digest are not counted.",
    duties: ["Art12(2)", "Art72", "AnnexIV"],
    parameters: [SYSTEM],
    positions: [...READ_DAYS, "system", ...PERIOD],
    datadog: {
      vaultOnly:
        "it puts together first and last use of each version, which a list does not; the dashboard has counts by version",
    },
  }),
  query({
    name: "model-version-events",
    title: "Events by one model version",
    answers: "Every event in which the registered version took part, with artefact, settings and decision.",
    duties: ["Art12(2)", "Art20", "Art72"],
    parameters: [
      { name: "version", kind: "model-version", description: "registered model and version, NAME:VERSION" },
    ],
    positions: [...READ_DAYS, "version", ...PERIOD],
    datadog: { search: "@art12.event.model.name:{version.name} @art12.event.model.version:{version.number}" },
  }),
  query({
    name: "volume-and-gaps",
    title: "Volume and gaps by day",
    answers:
      "For each day, also one without events: how many events, of how many emitters, in how many hours; entries missing between others of their chain, chains whose start was not seen in the days read, altered entries. An end that is missing does not show; evidence export says how far completeness is known.",
    duties: ["Art12(1)", "Art19(1)", "Art26(6)", "Art72"],
    parameters: [SYSTEM],
    positions: [...READ_DAYS, "system", "first_day", "last_day", ...PERIOD],
    datadog: { vaultOnly: "gaps show in the emitters' chains, which no log search follows" },
  }),
  query({
    name: "unregistered-versions",
    title: "Events without a registered model version",
    answers:
      "Events that name no model version where one belongs, or a version that is not in the list given: what ran in production without having passed registration.",
    duties: ["Art12(2)", "Art17(1)", "Art72"],
    parameters: [
      SYSTEM,
      {
        name: "registered",
        kind: "model-versions",
        description: "registered versions, NAME:VERSION separated by commas",
      },
    ],
    positions: [...READ_DAYS, "system", ...PERIOD, "registered"],
    datadog: { search: "ai_system:{system} event_type:inference -model_version:({registered})" },
  }),
  query({
    name: "input-events",
    title: "Events about one input",
    answers:
      "What was decided on the input with this digest, when and by which version. Only digests made with the same key, canonicalization and scope can be equal.",
    duties: ["Art12(1)", "Art26(6)", "Art86"],
    parameters: [{ name: "digest", kind: "digest", description: "digest of the input reference" }],
    positions: [...READ_DAYS, "digest", ...PERIOD],
    datadog: { search: "@art12.event.input.digest:{digest}" },
  }),
  query({
    name: "case-events",
    title: "Events of one case",
    answers:
      "Decisions, reviews and outcomes of the case with this keyed digest, for a complaint or a request for an explanation.",
    duties: ["Art86", "Art26(11)", "Art21"],
    parameters: [
      { name: "digest", kind: "digest", description: "keyed digest of the case number (case_ref)" },
    ],
    positions: [...READ_DAYS, "digest", ...PERIOD],
    datadog: { search: "@art12.event.case_ref.digest:{digest}" },
  }),
  query({
    name: "incident-window",
    title: "What departed from normal around an incident",
    answers:
      "Errors, inputs out of scope, overrides, outcomes, changed settings, started and stopped processes around the incident, with their distance in milliseconds. Undisturbed inferences are left out: system-events has them. When somebody became aware of the incident is no matter of the log.",
    duties: ["Art73", "Art73(6)", "Art79(1)", "Art20"],
    parameters: [SYSTEM, { name: "incident", kind: "instant", description: "when the incident happened" }],
    positions: ["incident", ...READ_DAYS, "system", ...PERIOD],
    datadog: {
      search:
        "ai_system:{system} (event_type:(error OR out_of_scope_input OR outcome OR config_change OR emitter_start OR emitter_stop) OR @art12.event.oversight.override:true)",
    },
  }),
  query({
    name: "damaged-lines",
    title: "Archived lines that are not evidence as they stand",
    answers:
      "Lines that hold no readable entry, an entry that differs from its digest or is no event, or a readable copy that differs from the entry; by object, for all systems and every day read, which is one more on either side of the period.",
    duties: ["Art12(1)", "Art19(1)", "Art26(6)"],
    parameters: [],
    positions: [...READ_DAYS],
    datadog: { vaultOnly: "whether an entry agrees with its digest is computed from the archived line" },
  }),
];

function query(metadata: Omit<CatalogueQuery, "sql">): CatalogueQuery {
  return { ...metadata, sql: readFileSync(join(__dirname, "catalogue", `${metadata.name}.sql`), "utf8") };
}
