import { covers, LogQuerySyntaxError, parseLogQuery, type LogQuery } from "../../logquery";
import { any, blocks, flag, text, texts } from "../reading";
import type { Resource, Stack } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell, type Readable } from "../values";
import { art12Archives } from "./buckets";
import { ART12_TAG } from "./entries";
import { art12Metrics } from "./monitors";

/** The way of a log through Datadog: pipelines, indexes, scanner. */

/** Stacks that hold what an organisation has once: by its archives, counts, pipelines or indexes of Art 12 entries. */
export function organisationStacks(set: ResourceSet): readonly Stack[] {
  return set.once("organisation stacks", () => {
    const held = [...art12Archives(set), ...art12Metrics(set), ...art12Pipelines(set), ...art12Indexes(set)];
    const names = new Set(held.map(({ stack }) => stack));
    return set.stacks.filter(({ name }) => names.has(name));
  });
}

/** Pipelines that make the tag of Art 12 log entries, or whose filter speaks of them, or is not known. */
export const art12Pipelines = (set: ResourceSet): readonly Resource[] =>
  set.once("Art 12 pipelines", () =>
    set
      .ofType("datadog_logs_custom_pipeline")
      .filter((pipeline) => speaksOfEntries(pipeline, "filter.query") || makesTheTag(pipeline)),
  );

function makesTheTag(pipeline: Resource): boolean {
  try {
    return processorsOf(pipeline).some((processor) => tagMadeBy(processor)?.tag === ART12_TAG);
  } catch (error) {
    // What of it is not known, rules about pipelines tell.
    if (error instanceof CannotTell) return true;
    throw error;
  }
}

/** Indexes whose filter speaks of Art 12 log entries, or is not known. */
export const art12Indexes = (set: ResourceSet): readonly Resource[] =>
  set.once("Art 12 indexes", () =>
    set.ofType("datadog_logs_index").filter((index) => speaksOfEntries(index, "filter.query")),
  );

function speaksOfEntries(resource: Resource, path: string): boolean {
  const query = any(resource, path);
  return typeof query !== "string" || query.includes("art12");
}

/** One processor of a pipeline. */
export interface Processor {
  /** Such as `category_processor`. */
  readonly type: string;
  readonly at: Readable;
  readonly enabled: boolean;
}

/**
 * The processors of a pipeline, in their order; those of pipelines within it not among them.
 *
 * @throws CannotTell when they are not known
 */
export function processorsOf(pipeline: Readable, path = "processor"): readonly Processor[] {
  return blocks(pipeline, path).flatMap(({ address, values }) =>
    Object.keys(values).flatMap((type) =>
      blocks({ address, values }, type).map((at) => ({ type, at, enabled: flag(at, "is_enabled", false) })),
    ),
  );
}

/** Categories of a category processor. */
export const categoriesOf = (
  processor: Readable,
): readonly { readonly name: string; readonly query: string }[] =>
  blocks(processor, "category").map((category) => ({
    name: text(category, "name") ?? "",
    query: text(category, "filter.query") ?? "",
  }));

/** Makes an attribute into a tag, whatever the tag was before: the sources, and the tag. */
export function tagMadeBy({
  type,
  at,
  enabled,
}: Processor):
  { readonly tag: string; readonly sources: readonly string[]; readonly decides: boolean } | undefined {
  const made =
    enabled &&
    type === "attribute_remapper" &&
    text(at, "target_type") === "tag" &&
    text(at, "source_type") === "attribute";
  if (!made) return undefined;
  return {
    tag: text(at, "target") ?? "",
    sources: texts(at, "sources"),
    decides: flag(at, "override_on_conflict", false),
  };
}

/**
 * A log search.
 *
 * @throws CannotTell when it cannot be read
 */
function logQuery(query: string): LogQuery {
  try {
    return parseLogQuery(query);
  } catch (error) {
    if (error instanceof LogQuerySyntaxError)
      throw new CannotTell(`the query cannot be read: ${error.message}`);
    throw error;
  }
}

/**
 * Whether every log that the one query asks for is also found by the other.
 *
 * @throws CannotTell when it cannot be told
 */
export function findsAll(query: string, wanted: string): boolean {
  const { verdict, reason } = covers(logQuery(query), logQuery(wanted));
  if (verdict === "unknown") throw new CannotTell(reason);
  return verdict === "covers";
}
