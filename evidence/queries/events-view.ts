/**
 * The typed view over archived lines that people and the catalogue's queries read. Every field of an event is taken
 * from the entry (the canonical string, which is hashed and chained), never from the readable copy beside it: that one
 * may have been changed on the way. Parsing the entry in every row costs time; a wrong answer would cost more.
 */

/** SQL types the view has, in words that Athena, Trino and DuckDB share. */
export type ColumnType = "varchar" | "bigint" | "double" | "boolean";

/** How a dialect writes the text of a scalar in a JSON document: NULL for what is absent, no scalar or no JSON. */
export interface FieldReader {
  /** Of the entry. */
  entry(path: string): string;
  /** Of the readable copy beside it. */
  copy(path: string): string;
}

/** A column of the view. */
export interface ViewColumn {
  readonly name: string;
  readonly type: ColumnType;
  /**
   * What it is made of: fields, and the columns `dt`, `hour`, `"$path"`, `"_id"`, `service` of the archive, `entry` and
   * `recorded_sha256` of the line.
   */
  readonly expression: (read: FieldReader) => string;
  readonly description: string;
}

export const EVENTS_VIEW = "art12_events";
export const ARCHIVE_TABLE = "art12_archive";

function text(name: string, path: string, description: string): ViewColumn {
  return { name, type: "varchar", expression: ({ entry }) => entry(path), description };
}

function number(name: string, type: "bigint" | "double", path: string, description: string): ViewColumn {
  return { name, type, expression: ({ entry }) => `TRY_CAST(${entry(path)} AS ${type})`, description };
}

function flag(name: string, path: string, description: string): ViewColumn {
  return { name, type: "boolean", expression: ({ entry }) => `${entry(path)} = 'true'`, description };
}

function line(name: string, expression: string, description: string): ViewColumn {
  return { name, type: "varchar", expression: () => expression, description };
}

const COMPUTED_DIGEST = "lower(to_hex(sha256(to_utf8(entry))))";

/** Fields whose change in the readable copy would change what a person reads out of it. */
const COMPARED_WITH_COPY = [
  "event_id",
  "type",
  "time",
  "system.id",
  "model.version",
  "output.decision",
  "oversight.override",
  "emitter.sequence",
];

export const EVENT_COLUMNS: readonly ViewColumn[] = [
  line("dt", "dt", "Day of the archive's folder, yyyyMMdd, UTC."),
  line("hour", "hour", "Hour of the archive's folder, UTC."),
  // From the day on: the same whatever the bucket, and in a local copy.
  line("object", `regexp_extract("$path", 'dt=.*$')`, "Object the line is in, below the archive's path."),
  line("log_id", '"_id"', "Datadog's id of the log."),
  line("service", "service", "The log's service."),
  line("entry", "entry", "The evidence: the event's canonical string."),
  line("entry_sha256", COMPUTED_DIGEST, "SHA-256 of the entry, computed now."),
  {
    name: "intact",
    type: "boolean",
    expression: () => `coalesce(${COMPUTED_DIGEST} = recorded_sha256, false)`,
    description:
      "Whether the entry has the digest recorded beside it. Both changed together is for chain and seals to show.",
  },
  {
    name: "copy_differs",
    type: "boolean",
    expression: ({ entry, copy }) => {
      const differences = COMPARED_WITH_COPY.map((path) => `${entry(path)} IS DISTINCT FROM ${copy(path)}`);
      return `entry IS NOT NULL AND (${differences.join("\n    OR ")})`;
    },
    description: `Whether the readable copy differs from the entry in ${COMPARED_WITH_COPY.join(", ")}.`,
  },
  text("event_id", "event_id", "UUID of the event; NULL where the entry is no event."),
  text("type", "type", "Type of the event."),
  text(
    "time",
    "time",
    "When it happened, by the emitter's clock: 2026-11-24T21:00:00.000Z, so text compares.",
  ),
  text("system_id", "system.id", "AI system."),
  text("system_version", "system.version", "Version of the AI system."),
  text("environment", "environment", "Environment the system ran in."),
  text("role", "role", "Whose log it is: provider or deployer."),
  text("model_name", "model.name", "Registered model."),
  text("model_version", "model.version", "Registered version."),
  text("run_id", "model.run_id", "MLflow run that made the model."),
  text("artifact_sha256", "model.artifact_sha256", "Digest of the model artefact as loaded."),
  text("config_digest", "config.digest", "Digest of the settings in force."),
  number(
    "decision_threshold",
    "double",
    "config.decision_threshold",
    "Threshold that turned score into decision.",
  ),
  text("input_algorithm", "input.algorithm", "How the input reference was made."),
  text("input_key_id", "input.key_id", "Key of the input reference."),
  text("input_digest", "input.digest", "Reference to the input, never the input."),
  text("decision", "output.decision", "Coded decision."),
  number("confidence", "double", "output.confidence", "Confidence from 0 to 1."),
  text("output_reference", "output.reference", "Digest of a stored output."),
  text("explanation_ref", "output.explanation_ref", "Digest of a stored explanation."),
  flag("review_required", "oversight.required", "Whether a person had to review before it took effect."),
  flag("overridden", "oversight.override", "Whether a person overrode."),
  text("reviewer", "oversight.reviewer", "Pseudonym of the reviewer."),
  text("oversight_reason", "oversight.reason", "Coded reason of the reviewer."),
  text("overridden_event", "oversight.overridden_event", "Event whose output was set aside."),
  text("refers_to", "refers_to", "Event that this one is about."),
  text("outcome", "outcome", "Coded outcome."),
  text("error", "error", "Coded error."),
  text("reason", "reason", "Coded reason of an out-of-scope input or a change of settings."),
  text("settings_before", "before", "Digest of the settings until a change."),
  text("settings_after", "after", "Digest of the settings from a change on."),
  text("case_key_id", "case_ref.key_id", "Key of the case reference."),
  text("case_digest", "case_ref.digest", "Keyed digest of a case number."),
  text("emitter_id", "emitter.id", "Process instance that wrote it."),
  number("sequence", "bigint", "emitter.sequence", "Its place in the emitter's chain, from 1."),
  text("prev", "emitter.prev", "SHA-256 of the emitter's entry before; 64 zeros for the first."),
  text("clock_source", "emitter.clock_source", "What the emitter's clock was set by."),
  text("trace_id", "trace_id", "W3C trace id."),
];

/** The columns as a select list. */
export function selectList(read: FieldReader): string {
  return EVENT_COLUMNS.map(({ name, expression }) => {
    const made = expression(read);
    return made === name ? name : `${made} AS ${name}`;
  }).join(",\n  ");
}

const scalar = (json: string, path: string) => `json_extract_scalar(${json}, '$.${path}')`;

/** The view's text for Athena and Trino. */
export const EVENTS_VIEW_SQL = `SELECT
  ${selectList({
    entry: (path) => scalar("entry", path),
    copy: (path) => scalar("attributes", `art12.event.${path}`),
  })}
FROM (
  SELECT
    dt, hour, "$path", "_id", service, attributes,
    ${scalar("attributes", "art12.entry")} AS entry,
    ${scalar("attributes", "art12.entry_sha256")} AS recorded_sha256
  FROM ${ARCHIVE_TABLE}
)`;
