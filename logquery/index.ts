/**
 * Datadog's log search syntax: read it, ask whether a log matches, ask whether one query covers another.
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
export { LogQuerySyntaxError } from "./syntax-error";
