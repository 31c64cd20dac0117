/**
 * Metrics that are made from logs as they come in, whether or not they are indexed.
 *
 * @see https://docs.datadoghq.com/logs/log_configuration/logs_to_metrics/
 */
import { z } from "zod";
import { matchesLog } from "../../../logquery";
import { logQuery, readAssets } from "../asset-reading";
import type { Asset } from "../assets";
import { attributeOf, valueAt } from "../attributes";
import { splitTags, type ReceivedLog } from "../received-log";
import type { Series } from "./series";

/** "Only logs ingested with a timestamp within the past 20 minutes are considered": what is archived late is not counted. */
const MAX_AGE_MS = 20 * 60_000;

const attribute = z.string().regex(/^@.+/, "an attribute, written with @");

const definition = z.looseObject({
  id: z.string(),
  attributes: z.looseObject({
    compute: z.discriminatedUnion("aggregation_type", [
      z.looseObject({ aggregation_type: z.literal("count") }),
      z.looseObject({ aggregation_type: z.literal("distribution"), path: attribute }),
    ]),
    filter: z.looseObject({ query: logQuery }).prefault({ query: "*" }),
    group_by: z.array(z.looseObject({ path: z.string(), tag_name: z.string().nullish() })).nullish(),
  }),
});
export type LogMetric = z.infer<typeof definition>;

/** The metrics from logs. Error: the user fault `assets-not-playable`. */
export const readLogMetrics = (assets: readonly Asset[]): readonly LogMetric[] =>
  readAssets("logs metric", assets, definition);

export class LogMetrics {
  private metrics: readonly LogMetric[] = [];
  private old = 0;

  constructor(
    private readonly series: Series,
    private readonly now: () => Date,
  ) {}

  /** How often a log was too old to be counted. */
  get tooOld(): number {
    return this.old;
  }

  /** Makes these metrics from now on; what was counted stays. */
  configure(metrics: readonly LogMetric[]): void {
    this.metrics = metrics;
  }

  accept(log: ReceivedLog): void {
    const isOld = this.now().getTime() - log.date.getTime() > MAX_AGE_MS;
    for (const { id, attributes } of this.metrics) {
      if (!matchesLog(attributes.filter.query, log)) continue;
      const value = measured(attributes.compute, log);
      if (value === undefined) continue;
      if (isOld) this.old++;
      else this.series.add(id, tagsOf(attributes.group_by ?? [], log), log.date, value);
    }
  }
}

/** A distribution is of numbers: a text that looks like one is none. */
function measured(compute: LogMetric["attributes"]["compute"], log: ReceivedLog): number | undefined {
  if (compute.aggregation_type === "count") return 1;
  const value = valueAt(log.attributes, compute.path.slice(1));
  return typeof value === "number" ? value : undefined;
}

/** A log without the path has no such tag. */
function tagsOf(
  groups: NonNullable<LogMetric["attributes"]["group_by"]>,
  log: ReceivedLog,
): readonly string[] {
  return groups.flatMap(({ path, tag_name }) => {
    const name = path.replace(/^@/, "");
    const value = path.startsWith("@") ? valueAt(log.attributes, name) : tagOrField(name, log);
    return value === undefined || value === null ? [] : splitTags(`${tag_name ?? name}:${String(value)}`);
  });
}

function tagOrField(name: string, log: ReceivedLog): unknown {
  const tag = log.tags.find((each) => each.startsWith(`${name}:`));
  return tag?.slice(name.length + 1) ?? attributeOf({ ...log, attributes: {} }, name);
}
