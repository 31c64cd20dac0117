import { literalOf, wholeTag } from "./ast";
import type { CompareTerm, LogQuery, MatchTerm, Pattern, RangeTerm } from "./ast";
import { compileGlob, matchesGlob } from "./glob";

/** A log as filters see it: after the pipelines, reserved attributes apart from the rest of the JSON body. */
export interface LogRecord {
  /** Such as "env:production". */
  readonly tags: readonly string[];
  /** The JSON body without the reserved attributes. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly message: string;
  /** The reserved ones: "" when the log has none. */
  readonly status: string;
  readonly service: string;
  readonly host: string;
  readonly source: string;
}

/**
 * Does the log match the query?
 *
 * Tags, reserved attributes and attributes are compared case-sensitively, free text is not; a word of free text is a
 * whole word of the message. An attribute that is an array matches if one element does, objects in arrays included.
 * Numbers are compared only where the log has a number: the vendor decides by the facet's type, which a filter's text
 * does not show.
 */
export function matchesLog(query: LogQuery, log: LogRecord): boolean {
  switch (query.kind) {
    case "everything":
      return true;
    case "and":
      return query.operands.every((operand) => matchesLog(operand, log));
    case "or":
      return query.operands.some((operand) => matchesLog(operand, log));
    case "not":
      return !matchesLog(query.operand, log);
    case "match":
      return matchesTerm(query, log);
    case "compare":
    case "range":
      return leavesAt(log.attributes, query.path.split(".")).some(
        (leaf) => typeof leaf === "number" && holdsFor(query, leaf),
      );
  }
}

/** Is the number in the range, or on the right side of the comparison? */
export function holdsFor(term: CompareTerm | RangeTerm, value: number): boolean {
  if (term.kind === "range") {
    return term.inclusive ? term.from <= value && value <= term.to : term.from < value && value < term.to;
  }
  switch (term.operator) {
    case ">":
      return value > term.value;
    case ">=":
      return value >= term.value;
    case "<":
      return value < term.value;
    case "<=":
      return value <= term.value;
  }
}

function matchesTerm({ field, pattern }: MatchTerm, log: LogRecord): boolean {
  switch (field.in) {
    case "text":
      return matchesWords(pattern, log.message);
    case "tag": {
      const whole = wholeTag(field.name, pattern);
      return log.tags.some((tag) => matchesPattern(whole, tag));
    }
    case "whole-tag":
      return log.tags.some((tag) => matchesPattern(pattern, tag));
    case "reserved":
      return log[field.name] !== "" && matchesPattern(pattern, log[field.name]);
    case "attribute":
      return leavesAt(log.attributes, field.path.split(".")).some((leaf) =>
        matchesPattern(pattern, String(leaf)),
      );
  }
}

function matchesPattern(pattern: Pattern, text: string): boolean {
  const literal = literalOf(pattern);
  return literal === undefined ? matchesGlob(compileGlob(pattern), text) : literal === text;
}

/** Strings, numbers and booleans at a path; a key of the body may itself contain dots. */
function leavesAt(value: unknown, path: readonly string[]): readonly (string | number | boolean)[] {
  if (Array.isArray(value)) return value.flatMap((element) => leavesAt(element, path));
  if (path.length === 0) {
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? [value]
      : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return path.flatMap((_, index) => {
    const key = path.slice(0, index + 1).join(".");
    const child: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
    return leavesAt(child, path.slice(index + 1));
  });
}

/** Free text: the words one after another; with wildcards one word, or the whole message, has to fit. */
function matchesWords(pattern: Pattern, message: string): boolean {
  const lowerCase = message.toLowerCase();
  const words = wordsOf(lowerCase);
  const literal = literalOf(pattern);
  if (literal === undefined) {
    const glob = compileGlob(pattern.map((part) => (typeof part === "string" ? part.toLowerCase() : part)));
    return lowerCase !== "" && [lowerCase, ...words].some((text) => matchesGlob(glob, text));
  }
  const sought = wordsOf(literal.toLowerCase());
  const starts = sought.length === 0 ? [] : words.keys();
  return [...starts].some((start) => sought.every((word, index) => words[start + index] === word));
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_]+/gu) ?? [];
}
