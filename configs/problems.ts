import { closest } from "fastest-levenshtein";
import { z } from "zod";
import type { Problem } from "../errors";
import type { RuleParams } from "./rule";
import type { YamlFile } from "./yaml-file";

/** Turns zod's issues into problems a person can act on: place with line, what was given, what is allowed, the fix. */
export function problemsOf(error: z.ZodError, schema: z.ZodType, file: YamlFile): Problem[] {
  return error.issues.flatMap((issue) => problemsOfIssue(issue, schema, file));
}

function problemsOfIssue(issue: z.core.$ZodIssue, schema: z.ZodType, file: YamlFile): Problem[] {
  const place = { where: file.at(issue.path), field: fieldName(issue.path) };
  const given = show(valueAt(file.value, issue.path));
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(key, issue.path, schema, file));
    case "custom": {
      const rule = issue.params as RuleParams | undefined;
      return [
        {
          code: rule?.rule ?? "invalid",
          ...place,
          given,
          needed: rule?.needed ?? issue.message,
          fix: rule?.fix ?? "correct it",
        },
      ];
    }
    case "invalid_union": {
      const branch = nearestBranch(issue.errors);
      if (branch)
        return branch.flatMap((inner) =>
          problemsOfIssue({ ...inner, path: [...issue.path, ...inner.path] }, schema, file),
        );
      return [
        {
          code: "wrong-value",
          ...place,
          given,
          needed: describeBranches(issue),
          fix: "use one of the allowed forms",
        },
      ];
    }
    default: {
      const missing = valueAt(file.value, issue.path) === undefined;
      if (!missing)
        return [{ code: codeOf(issue), ...place, given, needed: neededOf(issue), fix: fixOf(issue, given) }];
      const about = schemaAt(schema, issue.path)?.description;
      const needed = about ? `this field: ${about}` : "this field";
      return [{ code: "missing-field", ...place, given, needed, fix: `add ${fieldName(issue.path)}` }];
    }
  }
}

function unknownKey(key: string, path: PropertyKey[], schema: z.ZodType, file: YamlFile): Problem {
  const known = keysAt(schema, path);
  const near = known.length > 0 ? closest(key, known) : undefined;
  const field = fieldName([...path, key]);
  return {
    code: "unknown-key",
    where: file.at([...path, key]),
    field,
    given: show(valueAt(file.value, [...path, key])),
    needed: known.length > 0 ? `one of ${known.join(", ")}` : "only keys the schema knows",
    fix: near ? `remove it, or write \`${near}\` if that was meant` : "remove it",
  };
}

/** A union of an object and a word: when an object was given, speak of the object's own problems. */
function nearestBranch(
  errors: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  return errors.find(
    (branch) =>
      branch.length > 0 &&
      branch.every((issue) => issue.path.length > 0 || issue.code === "unrecognized_keys"),
  );
}

function describeBranches(issue: z.core.$ZodIssueInvalidUnion): string {
  const texts = issue.errors.flatMap((branch) => branch.map(neededOf));
  return texts.length > 0 ? texts.join(", or ") : issue.message;
}

function neededOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_value":
      return issue.values.length === 1
        ? `the word ${String(issue.values[0])}`
        : `one of ${issue.values.map(String).join(", ")}`;
    case "invalid_type":
      return `a value of type ${issue.expected}`;
    case "too_small":
      return (
        inOurWords(issue) ?? `${issue.inclusive ? "at least" : "more than"} ${amountOf(issue, issue.minimum)}`
      );
    case "too_big":
      return (
        inOurWords(issue) ?? `${issue.inclusive ? "at most" : "less than"} ${amountOf(issue, issue.maximum)}`
      );
    default:
      return issue.message;
  }
}

/** What the schema itself says of a bound: zod's own words for one begin with "Too". */
const inOurWords = ({ message }: z.core.$ZodIssue): string | undefined =>
  message.startsWith("Too ") ? undefined : message;

const UNITS: Readonly<Record<string, readonly [one: string, more: string]>> = {
  string: [" character", " characters"],
  array: [" entry", " entries"],
};

function amountOf({ origin }: { readonly origin: string }, bound: number | bigint): string {
  const [one, more] = UNITS[origin] ?? ["", ""];
  return `${bound}${Number(bound) === 1 ? one : more}`;
}

function fixOf(issue: z.core.$ZodIssue, given: string): string {
  if (issue.code === "invalid_type" && issue.expected === "string") return `write it in quotes: "${given}"`;
  if (issue.code === "too_small" && issue.origin !== "string")
    return `raise it to ${String(issue.minimum)} or more`;
  if (issue.code === "too_big" && issue.origin !== "string")
    return `lower it to ${String(issue.maximum)} or less`;
  return "correct the value";
}

function codeOf(issue: z.core.$ZodIssue): string {
  return (
    { invalid_type: "wrong-type", too_small: "too-small", too_big: "too-big" }[issue.code as string] ??
    "wrong-value"
  );
}

/** `retention.log.days`, `vocabulary.decisions[2]`. */
function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    "",
  );
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, part) =>
      typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  );
}

function show(value: unknown): string {
  if (value === undefined) return "(nothing)";
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** The schema found by walking `path`, through optionals, defaults and the first object of a union. */
function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let at: z.ZodType | undefined = schema;
  for (const part of path) {
    const inner: z.ZodType | undefined = at && unwrap(at);
    if (inner instanceof z.ZodObject) at = inner.shape[String(part)] as z.ZodType | undefined;
    else if (inner instanceof z.ZodArray) at = inner.element as z.ZodType;
    else return undefined;
  }
  return at;
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return unwrap(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion)
    return unwrap(
      (schema.options as z.ZodType[]).find((option) => option instanceof z.ZodObject) ??
        (schema.options[0] as z.ZodType),
    );
  return schema;
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const at = schemaAt(schema, path);
  const object = at && unwrap(at);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}
