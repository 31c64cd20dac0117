import type { Art12Metric } from "../art12-logging/metrics";

/**
 * Queries of metric monitors. Counts are summed over the window before anything is divided, which `as_count` asks for.
 *
 * @see https://docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations/
 */

/** How many entries of one scope, for example `ai_system:credit-scoring,env:production`. */
export const count = ({ name }: Art12Metric, scope: string, ...tags: readonly string[]): string =>
  `sum:${name}{${[...tags, scope].join(",")}}.as_count()`;

/**
 * A count that is often none at all. Without it a rate of no overrides has no data instead of zero, and a monitor of too
 * little is silent just then.
 *
 * @see https://docs.datadoghq.com/monitors/guide/monitor-arithmetic-and-sparse-metrics/
 */
export const orZero = (counted: string): string => `default_zero(${counted})`;

/** Sum of counts: of several, one that is none must not take the others with it. */
export const sum = (counts: readonly string[]): string =>
  counts.length === 1 ? counts.join("") : `(${counts.map(orZero).join(" + ")})`;

/**
 * How far shares are from those they are compared with: the sum of share^2 / reference, less 1. It is the chi-square form
 * of the population stability index, made of arithmetic only, because functions of Datadog do not take sums over a window.
 */
export function distance(
  shares: Readonly<Record<string, number>>,
  counted: (of: string) => string,
  all: string,
): string {
  const terms = Object.entries(shares).map(([of, share]) => {
    const one = orZero(counted(of));
    return `${one} * ${one} / ${share}`;
  });
  return `(${terms.join(" + ")}) / (${all} * ${all}) - 1`;
}

/** What is put together over a window of Datadog's, such as `1h`, and compared with a limit. */
export const over = (window: string, expression: string, comparison: "<" | ">", limit: number): string =>
  `sum(last_${window}):${expression} ${comparison} ${limit}`;

/** A gauge that another program reports, over a window. */
export const gauge = (
  aggregator: "avg" | "max",
  window: string,
  metric: string,
  scope: string,
  limit: number,
): string => `${aggregator}(last_${window}):${aggregator}:${metric}{${scope}} > ${limit}`;
