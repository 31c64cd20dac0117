import type { Threshold } from "./thresholds-schema";

/**
 * Names of metrics in a run, as patterns. MLflow takes letters, digits, `_`, `-`, `.`, `:`, blanks and slashes in them, and its
 * UI makes a folder of what stands before a slash.
 *
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/utils/validation.py
 */
const PATTERNS = {
  /** A result on the persons of one group. */
  group: "{metric}/{attribute}/{group}",
  /** One-sided confidence bound of a result, at a confidence in percent: `lower` where more is better, else `upper`. */
  bound: "{metric}/{side}/{percent}",
} as const;

/** A metric that a run has to log, and what it is held against. */
export interface ExpectedMetric {
  readonly name: string;
  readonly min?: number;
  readonly max?: number;
  /** `female` of `sex`, where it is of one group. */
  readonly group?: string;
  /** The confidence in percent, where the bound of an interval is held against the threshold and not the value. */
  readonly percent?: number;
}

/** Every metric a threshold asks for: the value or its bound, of all and of each group. */
export function metricNamesOf(threshold: Threshold): readonly ExpectedMetric[] {
  const { metric, min, max, confidencePercent: percent, groups = [] } = threshold;
  const limits = [
    ...(min === undefined ? [] : [{ min, side: "lower" }]),
    ...(max === undefined ? [] : [{ max, side: "upper" }]),
  ];
  const expected = (of: string, group?: string): ExpectedMetric[] =>
    limits.map(({ side, ...limit }) => ({
      name: percent === undefined ? of : fill(PATTERNS.bound, { metric: of, side, percent: String(percent) }),
      ...limit,
      ...(group === undefined ? {} : { group }),
      ...(percent === undefined ? {} : { percent }),
    }));
  return [
    ...expected(metric),
    ...groups.flatMap(({ attribute, values }) =>
      values.flatMap((group) =>
        expected(fill(PATTERNS.group, { metric, attribute, group }), `${group} of ${attribute}`),
      ),
    ),
  ];
}

function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
