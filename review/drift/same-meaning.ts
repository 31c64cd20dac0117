import { isDeepStrictEqual } from "node:util";
import { canonicalString } from "../../evidence/event";
import { knownDifference } from "./known-differences";

/** Two values of one attribute that are not equal. */
export interface TwoValues {
  readonly type: string;
  /** Dotted, list positions left out. */
  readonly path: string;
  readonly one: unknown;
  readonly other: unknown;
}

/**
 * Why two different values mean the same.
 *
 * @returns `undefined` where they do not, or where nobody has looked into it: what is not known to be noise is none
 */
export function sameMeaning({ type, path, one, other }: TwoValues): string | undefined {
  if (isNothing(one) && isNothing(other)) return "empty in two ways of writing";
  const [a, b] = [document(one), document(other)];
  if (a !== undefined && b !== undefined && isDeepStrictEqual(a, b))
    return "the same JSON document in another layout";
  const known = knownDifference(type, path);
  if (known?.kind === "unset" && isUnset(one) && isUnset(other)) return known.why;
  if (known?.kind === "unordered" && isDeepStrictEqual(sorted(one), sorted(other))) return known.why;
  return undefined;
}

/** What is, and what an apply would make of it. */
export interface Planned {
  readonly type: string;
  readonly path: string;
  /** Whether the config says anything there. */
  readonly said: boolean;
  readonly live: unknown;
  readonly declared: unknown;
  /** Whether the declared value is known only after an apply. */
  readonly unknown: boolean;
}

/** Why a planned difference changes nothing in the account; `undefined` where it does, or where that is not known. */
export function sameWhenApplied({ type, path, said, live, declared, unknown }: Planned): string | undefined {
  if (unknown) return said ? undefined : "the provider says it anew after another change";
  const known = knownDifference(type, path);
  if (known?.kind === "terraform-only" && (live === undefined || live === null)) return known.why;
  return sameMeaning({ type, path, one: live, other: declared });
}

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

/** Zero and false are values of their own; where a provider writes them for nothing, the table says so. */
const isUnset = (value: unknown): boolean => isNothing(value) || value === 0 || value === false;

const sorted = (value: unknown): unknown =>
  Array.isArray(value) ? value.map((item) => canonicalString(item)).sort() : value;

/** A JSON document in one layout; nothing where the value is none. */
function document(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return undefined;
  try {
    const parsed = JSON.parse(value) as unknown;
    return isPolicy(parsed) ? policy(parsed) : parsed;
  } catch {
    return undefined;
  }
}

interface Policy {
  readonly Statement: unknown;
}

const isPolicy = (value: unknown): value is Policy =>
  typeof value === "object" && value !== null && "Statement" in value;

/**
 * An IAM policy, in which one item and a list of one, the order of lists, and the case of actions mean nothing.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
function policy(document: Policy): unknown {
  const statements = listOf(document.Statement).map((statement) => {
    if (typeof statement !== "object" || statement === null) return statement;
    return Object.fromEntries(
      Object.entries(statement).map(([key, value]) => [key, element(key, value as unknown)]),
    );
  });
  return { ...document, Statement: statements.map((each) => canonicalString(each)).sort() };
}

function element(key: string, value: unknown): unknown {
  switch (key) {
    case "Action":
    case "NotAction":
      return texts(value).map((action) => action.toLowerCase());
    case "Resource":
    case "NotResource":
      return texts(value);
    case "Principal":
    case "NotPrincipal":
      return typeof value === "object" ? mapped(value, texts) : value;
    case "Condition":
      return mapped(value, (keys) => mapped(keys, texts));
    default:
      return value;
  }
}

const mapped = (value: unknown, each: (value: unknown) => unknown): unknown =>
  Object.fromEntries(Object.entries(value ?? {}).map(([key, inner]) => [key, each(inner)]));

const texts = (value: unknown): readonly string[] => listOf(value).map(String).sort();

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
