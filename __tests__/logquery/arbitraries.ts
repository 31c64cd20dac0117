import fc from "fast-check";
import { EVERYTHING } from "../../logquery";
import type { Field, LogQuery, LogRecord, Pattern, Term } from "../../logquery";

/** Few letters and keys, so that random queries and random logs really meet; and the characters that need escapes. */
const text = fc.string({
  unit: fc.constantFrom("a", "b", "A", "-", ":", " ", "\\", '"', "*", "@", "#"),
  maxLength: 3,
});
const word = text.filter((value) => value !== "");

const key = fc.oneof(
  fc.constantFrom("env", "compliance.art12"),
  word.filter((name) => !["_exists_", "_missing_"].includes(name)),
);

const field: fc.Arbitrary<Field> = fc.oneof(
  key.map((name): Field => ({ in: "tag", name })),
  fc.constant<Field>({ in: "whole-tag" }),
  fc.constantFrom("host" as const, "service" as const).map((name): Field => ({ in: "reserved", name })),
  key.map((path): Field => ({ in: "attribute", path })),
  fc.constant<Field>({ in: "text" }),
);

/** Literals and wildcards in turn, as the parser leaves them: nothing adjacent that could be one part. */
const pattern: fc.Arbitrary<Pattern> = fc.oneof(
  text.map((value): Pattern => (value === "" ? [] : [value])),
  fc.constant<Pattern>([{ wildcard: "*" }]),
  fc
    .tuple(word, fc.constantFrom("*" as const, "?" as const))
    .map(([value, wildcard]): Pattern => [value, { wildcard }]),
  fc
    .tuple(fc.constantFrom("*" as const, "?" as const), word)
    .map(([wildcard, value]): Pattern => [{ wildcard }, value]),
);

const number = fc
  .oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -3, max: 3, noNaN: true }))
  .map((n) => n || 0);

const term: fc.Arbitrary<Term> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("match" as const), field, pattern }) },
  fc.record({
    kind: fc.constant("compare" as const),
    path: key,
    operator: fc.constantFrom(">" as const, ">=" as const, "<" as const, "<=" as const),
    value: number,
  }),
  fc.tuple(key, number, number, fc.boolean()).map(([path, one, other, inclusive]): Term => {
    const [from = 0, to = 0] = [one, other].sort((a, b) => a - b);
    return { kind: "range", path, from, to, inclusive };
  }),
);

/** Any query that the parser can produce. */
export const logQuery: fc.Arbitrary<LogQuery> = fc.letrec<{ query: LogQuery; and: LogQuery; or: LogQuery }>(
  (tie) => {
    const leaf = fc.oneof(term, fc.constant(EVERYTHING));
    const not = tie("query").map((operand): LogQuery => ({ kind: "not", operand }));
    const join = (kind: "and" | "or") =>
      fc
        .array(fc.oneof({ maxDepth: 2 }, leaf, not, tie(kind === "and" ? "or" : "and")), {
          minLength: 2,
          maxLength: 3,
        })
        .map((operands): LogQuery => ({ kind, operands }));
    return {
      query: fc.oneof({ maxDepth: 2 }, leaf, not, tie("and"), tie("or")),
      and: join("and"),
      or: join("or"),
    };
  },
).query;

const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));

/** Logs made of the same keys and letters as the queries. */
export const logRecord: fc.Arbitrary<LogRecord> = fc.record({
  tags: fc.array(
    fc.oneof(
      text,
      fc.tuple(key, text).map(([name, value]) => `${name}:${value}`),
    ),
    { maxLength: 3 },
  ),
  attributes: fc.dictionary(
    key,
    fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(key, scalar)),
    {
      maxKeys: 3,
    },
  ),
  message: text,
  status: fc.constantFrom("info", "error", ""),
  service: text,
  host: text,
  source: fc.constantFrom("ai-act-evidence", ""),
});
