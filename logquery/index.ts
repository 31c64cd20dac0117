/**
 * Datadog's query languages. Log search: read it, ask whether a log matches, ask whether one query covers another.
 * Monitors: read what one measures, and from which value on it alerts.
 * Imports nothing of the other rooms.
 */
export { EVERYTHING, RESERVED_FIELDS } from "./ast";
export type { Field, LogQuery, Pattern, PatternPart, Term } from "./ast";
export { covers } from "./covers";
export type { Coverage } from "./covers";
export { matchesLog } from "./match";
export type { LogRecord } from "./match";
export { parseLogQuery } from "./parser";
export { printLogQuery } from "./print";
export { metricTerms } from "./monitor/ast";
export type {
  MetricExpression,
  MetricMonitorQuery,
  MetricTerm,
  MonitorQuery,
  ScopeTag,
  SearchMonitorQuery,
} from "./monitor/ast";
export { parseMonitorQuery } from "./monitor/parser";
export { LogQuerySyntaxError, MonitorQuerySyntaxError } from "./syntax-error";
