/** The attribute remapper. Pure. @see https://docs.datadoghq.com/logs/log_configuration/processors/remapper/ */
import { valueAt, withoutValue, withValue } from "../attributes";
import { splitTags, type ReceivedLog } from "../received-log";
import type { AttributeRemapper } from "./definitions";

/**
 * Moves each source that is there to the target. A target that is there already keeps its value unless it may be overridden,
 * and then the source stays where it is, too: nothing was remapped.
 */
export function remap(remapper: AttributeRemapper, log: ReceivedLog): ReceivedLog {
  return remapper.sources.reduce((before, source) => remapOne(remapper, source, before), log);
}

function remapOne(remapper: AttributeRemapper, source: string, log: ReceivedLog): ReceivedLog {
  const { source_type, target, target_type, preserve_source, override_on_conflict } = remapper;
  const value = source_type === "tag" ? tagValues(log, source)[0] : valueAt(log.attributes, source);
  if (value === undefined || value === null) return log;
  const taken =
    target_type === "tag" ? tagValues(log, target).length > 0 : valueAt(log.attributes, target) !== undefined;
  if (taken && !override_on_conflict) return log;
  const kept = preserve_source ? log : without(log, source_type, source);
  if (target_type === "tag") {
    const tags = [value].flat().flatMap((each) => splitTags(`${target}:${textOf(each)}`));
    return { ...kept, tags: [...new Set([...without(kept, "tag", target).tags, ...tags])] };
  }
  return { ...kept, attributes: withValue(kept.attributes, target, cast(value, remapper.target_format)) };
}

function without(log: ReceivedLog, place: "attribute" | "tag", name: string): ReceivedLog {
  return place === "tag"
    ? { ...log, tags: log.tags.filter((tag) => !tag.startsWith(`${name}:`)) }
    : { ...log, attributes: withoutValue(log.attributes, name) };
}

const tagValues = ({ tags }: ReceivedLog, name: string): readonly string[] =>
  tags.filter((tag) => tag.startsWith(`${name}:`)).map((tag) => tag.slice(name.length + 1));

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** A cast that fails leaves the value as it is. */
function cast(value: unknown, format: AttributeRemapper["target_format"]): unknown {
  if (format === "auto") return value;
  if (format === "string") return textOf(value);
  const number =
    typeof value === "number" || (typeof value === "string" && value.trim()) ? Number(value) : NaN;
  const fits = format === "integer" ? Number.isInteger(number) : Number.isFinite(number);
  return fits ? number : value;
}
