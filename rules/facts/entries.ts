/**
 * How an Art 12 log entry is known, checked and tagged on its way through Datadog. Rules import no other room: a test
 * holds these against the constructs.
 */

/** The tag whose value is `true` for them. */
export const ART12_TAG = "compliance.art12";

/** By what a log is known for an Art 12 log entry, whether it has the tag or lost it on its way. */
export const ENTRY_PARTS =
  "compliance.art12:true OR @compliance.art12:true OR @art12.entry:* OR @art12.event.type:*";

/** Tag of an entry that does not fit the event's schema, and the tag that names the field. */
export const INVALID_TAG = "compliance.art12_invalid";
export const INVALID_FIELD_TAG = "compliance.art12_invalid_field";

/** SHA-256 of the checks that the pipeline makes of the event's schema: fields, each with the search for what is wrong. */
export const EVENT_CHECKS_SHA256 = "c04d3d7ffa093573f7b0ed73bf83cd39e77c54847f941db0c2cc4b6bea6ebd62";

/** Tags by which counts are split and archives chosen, each with the field of the event that says it. */
export const TAGS_OF_EVENT: Readonly<Record<string, string>> = {
  env: "art12.event.environment",
  ai_system: "art12.event.system.id",
  event_type: "art12.event.type",
  model_version: "art12.event.model.version",
};
