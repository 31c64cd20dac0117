import { literalOf } from "./ast";
import type { Field, MatchTerm, Pattern, Term } from "./ast";
import type { Cursor } from "./cursor";

/**
 * Reads one value of a field: a word, a phrase, or for attributes a comparison or a range of numbers.
 * @throws LogQuerySyntaxError
 */
export function readValue(cursor: Cursor, field: Field): Term {
  const token = cursor.peek();
  if (token.type !== "compare" && token.type !== "[" && token.type !== "{") return readPattern(cursor, field);
  if (field.in !== "attribute") {
    throw cursor.fault(token, "numbers are compared in attributes only: write the key with @");
  }
  cursor.take();
  const { path } = field;
  const term: Term =
    token.type === "compare"
      ? { kind: "compare", path, operator: token.operator, value: readNumber(cursor) }
      : { kind: "range", path, ...readBounds(cursor, token.type) };
  if (term.kind === "range" && term.from > term.to) {
    throw cursor.fault(token, "no number lies in this range: the lower bound comes first");
  }
  cursor.endTerm();
  return term;
}

/** Reads a word with its wildcards, or a phrase, in which nothing is a wildcard. */
export function readPattern(cursor: Cursor, field: Field): MatchTerm {
  const token = cursor.take();
  let pattern: Pattern;
  if (token.type === "word") pattern = token.parts;
  else if (token.type === "phrase") pattern = token.text === "" ? [] : [token.text];
  else throw cursor.unexpected(token);
  cursor.endTerm();
  return { kind: "match", field, pattern };
}

function readBounds(cursor: Cursor, open: "[" | "{"): { from: number; to: number; inclusive: boolean } {
  const from = readNumber(cursor);
  const word = cursor.take();
  if (word.type !== "word" || word.source !== "TO") {
    throw cursor.fault(word, "a range is two numbers with TO between them, such as [1 TO 5]");
  }
  const to = readNumber(cursor);
  const inclusive = open === "[";
  const close = cursor.take();
  if (close.type !== (inclusive ? "]" : "}")) {
    throw cursor.fault(close, `this range must end with ${inclusive ? "]" : "}"}`);
  }
  return { from, to, inclusive };
}

function readNumber(cursor: Cursor): number {
  const start = cursor.peek();
  const isNegative = start.type === "-";
  if (isNegative) cursor.take();
  const token = cursor.take();
  const digits = token.type === "word" && (!isNegative || token.touches) ? literalOf(token.parts) : undefined;
  // Number() alone would also accept "", "0x1f" and "Infinity".
  if (digits === undefined || !/^-?\d+(\.\d+)?([eE]-?\d+)?$/.test(digits)) {
    throw cursor.fault(start, "a number is needed here, such as 5, -0.25 or 1e-3");
  }
  const value = (isNegative ? -1 : 1) * Number(digits);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw cursor.fault(start, "this number is too large to be compared exactly");
  }
  return value === 0 ? 0 : value; // -0 and 0 are one number
}
