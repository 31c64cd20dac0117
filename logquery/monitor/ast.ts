/** A parsed query of a Datadog monitor: what is measured, over which window, and from which value on it alerts. */

export type MonitorQuery = MetricMonitorQuery | SearchMonitorQuery | SloMonitorQuery;

/** What the measured value is compared with, and how. */
interface Judgement {
  readonly comparison: ">" | ">=" | "<" | "<=" | "==" | "!=";
  readonly threshold: number;
}

/** `sum(last_1h):<expression> > 5` */
export interface MetricMonitorQuery extends Judgement {
  readonly kind: "metric";
  /** How the values of the window become one: `sum`, `avg`, `min`, `max`, `percentile`. */
  readonly over: string;
  /** Minutes it looks back. */
  readonly windowMinutes: number;
  readonly expression: MetricExpression;
}

export type MetricExpression =
  | { readonly kind: "number"; readonly value: number }
  | {
      readonly kind: "binary";
      readonly operator: "+" | "-" | "*" | "/";
      readonly left: MetricExpression;
      readonly right: MetricExpression;
    }
  /** A function round an expression, such as `default_zero`. */
  | { readonly kind: "call"; readonly name: string; readonly args: readonly MetricExpression[] }
  | MetricTerm;

/** `sum:art12.events{env:production,!event_type:error} by {model_version}.as_count()` */
export interface MetricTerm {
  readonly kind: "metric";
  /** How the series of one moment become one: `sum`, `avg`, `min`, `max`, `count`, `p95`. */
  readonly aggregator: string;
  readonly metric: string;
  /** Tags a series must have, or with `!` must not have; all of them hold. Empty for `*`. */
  readonly scope: readonly ScopeTag[];
  /** Tags by whose values it is split. */
  readonly by: readonly string[];
  readonly functions: readonly MetricFunction[];
}

export interface ScopeTag {
  /** Whole, such as `env:production`; `*` in it is a wildcard. */
  readonly tag: string;
  readonly negated: boolean;
}

/** `.as_count()`, `.rollup(sum, 60)` */
export interface MetricFunction {
  readonly name: string;
  readonly args: readonly (string | number)[];
}

/** `logs("service:a").index("*").rollup("count").by("@b").last("5m") > 5`, likewise audit events and events. */
export interface SearchMonitorQuery extends Judgement {
  readonly kind: "search";
  readonly source: "logs" | "audits" | "events";
  /** In log search syntax, not parsed here. */
  readonly query: string;
  /** Indexes that are searched; `*` for all. */
  readonly indexes: readonly string[];
  /** `count`, or a method such as `avg` and the attribute it is about. */
  readonly rollup: { readonly method: string; readonly attribute?: string };
  readonly by: readonly string[];
  readonly windowMinutes: number;
}

/** `error_budget("id").over("7d") > 75`, likewise `burn_rate` */
export interface SloMonitorQuery extends Judgement {
  readonly kind: "slo";
  readonly measure: "error_budget" | "burn_rate";
  readonly slo: string;
  /** The parts after it, such as `over`, `long_window`, each with its text. */
  readonly parts: readonly { readonly name: string; readonly args: readonly string[] }[];
}

/** All counts of an expression, in the order in which they are written. */
export function metricTerms(expression: MetricExpression): readonly MetricTerm[] {
  switch (expression.kind) {
    case "number":
      return [];
    case "binary":
      return [...metricTerms(expression.left), ...metricTerms(expression.right)];
    case "call":
      return expression.args.flatMap(metricTerms);
    case "metric":
      return [expression];
  }
}
