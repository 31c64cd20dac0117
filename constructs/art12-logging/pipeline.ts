import {
  LogsCustomPipeline,
  type LogsCustomPipelineProcessor,
} from "@cdktf/provider-datadog/lib/logs-custom-pipeline";
import { Construct } from "constructs";
import { evidenceResource, type Duty } from "../evidence-resource";
import { eventChecks } from "./event-checks";
import { MARKS, RECOGNISED } from "./marks";

const DUTIES: readonly Duty[] = ["Art12", "Art12(1)", "Art19(1)"];

/** Where the pipeline notes what it found: beside `art12`, which it never writes to. */
const NOTES = {
  art12: "art12_check.art12",
  field: "art12_check.field",
  invalid: "art12_check.invalid",
} as const;

/** Tags by which counts are split and archives chosen, each with the field of the event that says it. */
const TAGS_FROM_EVENT: Readonly<Record<string, string>> = {
  env: "art12.event.environment",
  ai_system: "art12.event.system.id",
  event_type: "art12.event.type",
  model_version: "art12.event.model.version",
};

/**
 * The organisation's pipeline for Art 12 log entries: it makes the tag, and marks what does not fit the event's schema. A
 * pipeline cannot drop a log, and this one changes neither the entry (`art12.entry`) nor the readable view of it
 * (`art12.event`): it adds tags and a note beside them.
 *
 * The field of the event decides over a tag of the same name that an Agent gave, because the entry is the evidence.
 *
 * @see https://docs.datadoghq.com/logs/log_configuration/processors/
 */
export class Art12Pipeline extends Construct {
  readonly pipeline: LogsCustomPipeline;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.pipeline = evidenceResource(
      new LogsCustomPipeline(this, "Resource", {
        name: "Art 12 log entries",
        description:
          "Marks Art 12 log entries, and those that do not fit their schema. Changes no field of theirs.",
        // Off is what the provider takes when nothing is said.
        isEnabled: true,
        tags: ["compliance:eu-ai-act", "article:12"],
        filter: [{ query: RECOGNISED }],
        processor: [
          categorised("Recognise an entry", NOTES.art12, [{ name: "true", query: RECOGNISED }]),
          tagged("Make the tag of an entry", NOTES.art12, MARKS.art12),
          ...Object.entries(TAGS_FROM_EVENT).map(([tag, field]) =>
            tagged(`Tag ${tag} from the event`, field, tag),
          ),
          categorised(
            "Name the first field that is missing or wrong",
            NOTES.field,
            eventChecks().map(({ field, query }) => ({ name: field, query })),
          ),
          tagged("Tag that field", NOTES.field, MARKS.invalidField),
          categorised("Note that the entry is invalid", NOTES.invalid, [
            { name: "true", query: `@${NOTES.field}:*` },
          ]),
          tagged("Make the tag of an invalid entry", NOTES.invalid, MARKS.invalid),
        ],
      }),
      { logicalId: "art12", duties: DUTIES, preventDestroy: true },
    );
  }
}

/** Writes the name of the first category whose query matches; nothing where none does. */
function categorised(
  name: string,
  target: string,
  categories: readonly { readonly name: string; readonly query: string }[],
): LogsCustomPipelineProcessor {
  return {
    categoryProcessor: {
      name,
      isEnabled: true,
      target,
      category: categories.map((category) => ({ name: category.name, filter: { query: category.query } })),
    },
  };
}

/** Makes a tag of an attribute, and keeps the attribute. */
function tagged(name: string, source: string, tag: string): LogsCustomPipelineProcessor {
  return {
    attributeRemapper: {
      name,
      isEnabled: true,
      sourceType: "attribute",
      sources: [source],
      targetType: "tag",
      target: tag,
      preserveSource: true,
      overrideOnConflict: true,
    },
  };
}
