import {
  MonitorQuerySyntaxError,
  parseMonitorQuery,
  type MetricExpression,
  type MetricMonitorQuery,
  type MetricTerm,
  type MonitorQuery,
} from "../../logquery";
import { text } from "../reading";
import type { Resource } from "../resource";
import { CannotTell } from "../values";

/** Texts come again and again; each is parsed once. */
const read = new Map<string, MonitorQuery | MonitorQuerySyntaxError>();

/**
 * The query of a monitor.
 *
 * @throws MonitorQuerySyntaxError when it cannot be read
 * @throws CannotTell when it is not known
 */
export function parsedQuery(monitor: Resource): MonitorQuery {
  const query = text(monitor, "query") ?? "";
  const parsed = read.get(query) ?? parse(query);
  read.set(query, parsed);
  if (parsed instanceof MonitorQuerySyntaxError) throw parsed;
  return parsed;
}

function parse(query: string): MonitorQuery | MonitorQuerySyntaxError {
  try {
    return parseMonitorQuery(query);
  } catch (error) {
    if (error instanceof MonitorQuerySyntaxError) return error;
    throw error;
  }
}

/**
 * The query of a monitor, for rules that weigh what it says; whether it can be read at all is for another rule to judge.
 *
 * @throws CannotTell when it cannot be read, or is not known
 */
export function readableQuery(monitor: Resource): MonitorQuery {
  try {
    return parsedQuery(monitor);
  } catch (error) {
    if (error instanceof MonitorQuerySyntaxError)
      throw new CannotTell(`the query cannot be read: ${error.explanation}`);
    throw error;
  }
}

/**
 * The query of a monitor of metrics.
 *
 * @throws CannotTell when it is of another kind, cannot be read, or is not known
 */
export function metricQuery(monitor: Resource): MetricMonitorQuery {
  const query = readableQuery(monitor);
  if (query.kind !== "metric") throw new CannotTell("the query reads no metric");
  return query;
}

/** Whether a metric is made from Art 12 entries, by its name. */
export const isArt12 = ({ metric }: MetricTerm): boolean => metric.startsWith("art12.");

/** Terms of an expression by where they stand: divided, or divided by. */
export interface Parts {
  readonly divided: readonly MetricTerm[];
  readonly dividedBy: readonly MetricTerm[];
}

export function partsOf(expression: MetricExpression): Parts {
  if (expression.kind === "metric") return { divided: [expression], dividedBy: [] };
  if (expression.kind === "number") return { divided: [], dividedBy: [] };
  if (expression.kind === "call") return together(expression.args.map(partsOf));
  const [left, right] = [partsOf(expression.left), partsOf(expression.right)];
  return together([
    left,
    expression.operator === "/" ? { divided: right.dividedBy, dividedBy: right.divided } : right,
  ]);
}

const together = (all: readonly Parts[]): Parts => ({
  divided: all.flatMap(({ divided }) => divided),
  dividedBy: all.flatMap(({ dividedBy }) => dividedBy),
});

/** Terms that have no value where nothing was counted: those that stand in no `default_zero`. */
export function barely(expression: MetricExpression): readonly MetricTerm[] {
  if (expression.kind === "metric") return [expression];
  if (expression.kind === "binary") return [...barely(expression.left), ...barely(expression.right)];
  if (expression.kind === "number" || expression.name === "default_zero") return [];
  return expression.args.flatMap(barely);
}
