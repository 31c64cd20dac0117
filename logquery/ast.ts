/**
 * A parsed Datadog log query. The parser removes what is only notation: `env:(a OR b)` is two terms, `_exists_:@a` is
 * `@a:*`, `message:word` is the free text `word`. Two queries with one tree mean the same.
 */

/** Literal text, or `*` (any text, empty too), or `?` (one character). */
export type PatternPart = string | { readonly wildcard: "*" | "?" };

/** What a value has to look like; literals are never adjacent and never empty. `[]` is the empty value. */
export type Pattern = readonly PatternPart[];

/** The one text that the pattern matches, or undefined if it has wildcards. */
export function literalOf(pattern: Pattern): string | undefined {
  const [only, ...more] = pattern;
  if (only === undefined) return "";
  return more.length === 0 && typeof only === "string" ? only : undefined;
}

/** True for `*` alone. */
export function isAnything(pattern: Pattern): boolean {
  const [only, ...more] = pattern;
  return more.length === 0 && typeof only === "object" && only.wildcard === "*";
}

/** The pattern for the whole tag: `true` under the key `compliance.art12` is `compliance.art12:true`. */
export function wholeTag(name: string, value: Pattern): Pattern {
  const [first, ...rest] = value;
  return typeof first === "string" ? [`${name}:${first}`, ...rest] : [`${name}:`, ...value];
}

/** Reserved attributes that are written without `@` and are not tags. */
export const RESERVED_FIELDS = ["host", "service", "source", "status"] as const;
export type ReservedField = (typeof RESERVED_FIELDS)[number];

/** Where a term looks. The difference between `tag` and `attribute` decides whether an archive receives a log. */
export type Field =
  /** The words of the message. */
  | { readonly in: "text" }
  /** `key:value` among the log's tags. */
  | { readonly in: "tag"; readonly name: string }
  /** `tags:value`: a whole tag, for tags that are no `key:value` pair. */
  | { readonly in: "whole-tag" }
  | { readonly in: "reserved"; readonly name: ReservedField }
  /** `@path.to:value`: the log's JSON body, never its tags. */
  | { readonly in: "attribute"; readonly path: string };

export type Comparison = ">" | ">=" | "<" | "<=";

export interface MatchTerm {
  readonly kind: "match";
  readonly field: Field;
  readonly pattern: Pattern;
}

export interface CompareTerm {
  readonly kind: "compare";
  readonly path: string;
  readonly operator: Comparison;
  readonly value: number;
}

export interface RangeTerm {
  readonly kind: "range";
  readonly path: string;
  readonly from: number;
  readonly to: number;
  /** `[a TO b]` holds its bounds, `{a TO b}` does not. */
  readonly inclusive: boolean;
}

export type Term = MatchTerm | CompareTerm | RangeTerm;

export type LogQuery =
  | { readonly kind: "everything" }
  | { readonly kind: "and" | "or"; readonly operands: readonly LogQuery[] }
  | { readonly kind: "not"; readonly operand: LogQuery }
  | Term;

/** The query that every log matches. */
export const EVERYTHING: LogQuery = { kind: "everything" };

/** `and` or `or` of the operands, without needless nesting; one operand stands for itself. */
export function combine(kind: "and" | "or", operands: readonly LogQuery[]): LogQuery {
  const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { kind, operands: flat };
}
