import type { LogQuery } from "../../logquery";

/** Conditions on an attribute of a log, as trees: what is printed from them is a log search that can be read again. */

const matches = (path: string, pattern: Extract<LogQuery, { kind: "match" }>["pattern"]): LogQuery => ({
  kind: "match",
  field: { in: "attribute", path },
  pattern,
});

/** It has a value. */
export const has = (path: string): LogQuery => matches(path, [{ wildcard: "*" }]);

/** It is one of these words. */
export const is = (path: string, words: readonly string[]): LogQuery =>
  anyOf(words.map((word) => matches(path, [word])));

/** It is a number. */
export const isNumber = (path: string): LogQuery =>
  anyOf([
    { kind: "compare", path, operator: ">=", value: 0 },
    { kind: "compare", path, operator: "<", value: 0 },
  ]);

/** It is a number not below the one, and not above the other. */
export function within(path: string, from: number | undefined, to: number | undefined): LogQuery {
  const bounds: LogQuery[] = [];
  if (from !== undefined) bounds.push({ kind: "compare", path, operator: ">=", value: from });
  // Whole numbers end where they can no longer be told apart, which is no bound of the schema's.
  if (to !== undefined && to < Number.MAX_SAFE_INTEGER)
    bounds.push({ kind: "compare", path, operator: "<=", value: to });
  return allOf(bounds);
}

export const isNot = (operand: LogQuery): LogQuery => ({ kind: "not", operand });
export const allOf = (operands: readonly LogQuery[]): LogQuery => combined("and", operands);
export const anyOf = (operands: readonly LogQuery[]): LogQuery => combined("or", operands);

function combined(kind: "and" | "or", operands: readonly LogQuery[]): LogQuery {
  const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { kind, operands: flat };
}
