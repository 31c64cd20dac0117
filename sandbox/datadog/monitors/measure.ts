/**
 * What the query of a metric monitor comes to at a moment. Pure over the series.
 *
 * @see https://docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations/ the two ways to reckon
 */
import {
  metricTerms,
  type MetricExpression,
  type MetricMonitorQuery,
  type MetricTerm,
} from "../../../logquery";
import { POINT_MS, type Sample, type Series, type TimeRange } from "../metrics/series";
import { monitorNotPlayable } from "../../../errors";

/** A value for each group; no value where there is no data. */
export interface Measured {
  /** Whole tags; empty for a monitor that is not split. */
  readonly group: readonly string[];
  readonly value: number | undefined;
}

const MINUTE_MS = 60_000;

/**
 * Error: the user fault `monitor-not-playable`, naming the query, for what the stand-in cannot reckon.
 *
 * @param text the query as written, for the error
 * @param to end of the window
 */
export function measure(
  query: MetricMonitorQuery,
  text: string,
  series: Series,
  to: number,
): readonly Measured[] {
  const refuse = (why: string): Error => monitorNotPlayable(text, why);
  const terms = metricTerms(query.expression);
  for (const { functions } of terms)
    for (const { name } of functions) if (name !== "as_count") throw refuse(`.${name}() is not played`);
  const counted = terms.some(({ functions }) => functions.length > 0);
  if (counted && query.over !== "sum") throw refuse("as_count() can be used with sum only");
  if (!(query.over in TOGETHER)) throw refuse(`${query.over} over a window is not played`);

  const range = { from: to - query.windowMinutes * MINUTE_MS, to };
  const reckoning = { series, refuse };
  const value = (group: readonly string[]): number | undefined =>
    counted || query.over === "percentile"
      ? reckon(query.expression, { ...reckoning, range, group })
      : overTime(query, range, (part) => reckon(query.expression, { ...reckoning, range: part, group }));
  return groupsOf(terms, series, refuse).map((group) => ({ group, value: value(group) }));
}

interface Reckoning {
  readonly series: Series;
  readonly range: TimeRange;
  readonly group: readonly string[];
  readonly refuse: (why: string) => Error;
}

function reckon(expression: MetricExpression, at: Reckoning): number | undefined {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "metric":
      return valueOf(expression, at);
    case "call": {
      const [only, ...more] = expression.args;
      if (expression.name !== "default_zero" || !only || more.length > 0)
        throw at.refuse(`${expression.name}() is not played`);
      return reckon(only, at) ?? 0;
    }
    case "binary": {
      const left = reckon(expression.left, at);
      const right = reckon(expression.right, at);
      if (left === undefined || right === undefined) return undefined;
      const value = OPERATIONS[expression.operator](left, right);
      // Nothing divided by nothing is no value, not an alert.
      return Number.isFinite(value) ? value : undefined;
    }
  }
}

const OPERATIONS = {
  "+": (a: number, b: number): number => a + b,
  "-": (a: number, b: number): number => a - b,
  "*": (a: number, b: number): number => a * b,
  "/": (a: number, b: number): number => a / b,
};

function valueOf({ aggregator, metric, scope, by }: MetricTerm, at: Reckoning): number | undefined {
  const own = at.group.filter((tag) => by.some((name) => tag.startsWith(`${name}:`)));
  const narrowed = [...scope, ...own.map((tag) => ({ tag, negated: false }))];
  const values = at.series.samples(metric, narrowed, at.range).map(({ value }: Sample) => value);
  if (values.length === 0) return undefined;
  const percentile = /^p(\d+)$/.exec(aggregator)?.[1];
  if (percentile !== undefined) return percentileOf(values, Number(percentile));
  const together = TOGETHER[aggregator];
  if (!together) throw at.refuse(`${aggregator}: of a metric is not played`);
  return together(values);
}

type Together = (values: readonly number[]) => number;
const sum: Together = (values) => values.reduce((total, value) => total + value, 0);

const TOGETHER: Readonly<Record<string, Together>> = {
  sum,
  avg: (values) => sum(values) / values.length,
  min: (values) => values.reduce((least, value) => Math.min(least, value), Infinity),
  max: (values) => values.reduce((most, value) => Math.max(most, value), -Infinity),
  count: (values) => values.length,
  // Of a window: the percentile itself is that of the metric, over all values of the window.
  percentile: sum,
};

/** Nearest rank. The vendor's sketches may differ by their relative error of two percent. */
function percentileOf(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}

/** The classic way: the expression for each part of the window, and then the values of the parts together. */
function overTime(
  { over, windowMinutes }: MetricMonitorQuery,
  { from, to }: TimeRange,
  valueIn: (range: TimeRange) => number | undefined,
): number | undefined {
  const part = partOf(windowMinutes);
  const count = Math.ceil((to - from) / part);
  const values = Array.from({ length: count }, (_, index) =>
    valueIn({ from: from + index * part, to: Math.min(from + (index + 1) * part, to) }),
  ).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : TOGETHER[over]?.(values);
}

/** Longer windows are looked at in coarser parts. */
function partOf(windowMinutes: number): number {
  if (windowMinutes <= 60) return Math.min(windowMinutes * MINUTE_MS, 6 * POINT_MS);
  return windowMinutes <= 1_440 ? 5 * MINUTE_MS : 60 * MINUTE_MS;
}

/** All metrics that are split have to be split alike. */
function groupsOf(
  terms: readonly MetricTerm[],
  series: Series,
  refuse: (why: string) => Error,
): readonly (readonly string[])[] {
  const split = terms.filter(({ by }) => by.length > 0);
  const [first] = split;
  if (!first) return [[]];
  if (split.some(({ by }) => by.join() !== first.by.join()))
    throw refuse("metrics that are split differently are not played");
  const groups = split.flatMap(({ metric, scope, by }) => series.groups(metric, scope, by));
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}
