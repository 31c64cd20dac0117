/** Sends a log through the organisation's pipelines, one after another. Pure. */
import { matchesLog } from "../../../logquery";
import { attributeOf, withValue } from "../attributes";
import type { ReceivedLog } from "../received-log";
import type { CategoryProcessor, Pipeline, Processor, StringBuilder } from "./definitions";
import { remap } from "./remap";
import { remapReserved } from "./reserved";

/** The log as the pipelines leave it. Each pipeline judges by its filter what those before it made of the log. */
export function runPipelines(pipelines: readonly Pipeline[], log: ReceivedLog): ReceivedLog {
  return pipelines.reduce((before, pipeline) => runPipeline(pipeline, before), log);
}

function runPipeline({ is_enabled, filter, processors }: Pipeline, log: ReceivedLog): ReceivedLog {
  if (!is_enabled || !matchesLog(filter.query, log)) return log;
  return processors.filter(firstOfItsKind).reduce((before, processor) => process(processor, before), log);
}

/** Of the remappers of one of the log's own fields a pipeline takes the first into account, and no other. */
function firstOfItsKind(processor: Processor, at: number, all: readonly Processor[]): boolean {
  if (!processor.is_enabled) return false;
  const { type } = processor;
  const once = type.endsWith("-remapper") && type !== "attribute-remapper";
  return !once || all.findIndex((other) => other.is_enabled && other.type === type) === at;
}

function process(processor: Processor, log: ReceivedLog): ReceivedLog {
  switch (processor.type) {
    case "pipeline":
      return runPipeline(processor, log);
    case "attribute-remapper":
      return remap(processor, log);
    case "category-processor":
      return categorize(processor, log);
    case "string-builder-processor":
      return build(processor, log);
    default:
      return remapReserved(processor, log);
  }
}

/** The first category that matches names the log; none does: it gets no name. */
function categorize({ target, categories }: CategoryProcessor, log: ReceivedLog): ReceivedLog {
  const category = categories.find(({ filter }) => matchesLog(filter.query, log));
  return category ? { ...log, attributes: withValue(log.attributes, target, category.name) } : log;
}

/**
 * Fills `%{attribute}` in. Without a value for one of them nothing is built, unless missing ones are to be replaced by nothing.
 * @see https://docs.datadoghq.com/logs/log_configuration/processors/string_builder_processor/
 */
function build({ template, target, is_replace_missing }: StringBuilder, log: ReceivedLog): ReceivedLog {
  let missing = false;
  const text = template.replaceAll(/%\{([^}]*)\}/g, (_, path: string) => {
    const value = attributeOf(log, path.trim());
    if (Array.isArray(value)) return value.join(",");
    if (value !== undefined && typeof value !== "object") return String(value);
    missing = true;
    return "";
  });
  return missing && !is_replace_missing
    ? log
    : { ...log, attributes: withValue(log.attributes, target, text) };
}
