import { any } from "./reading";
import { CannotTell, Unresolved, type Readable, type Values } from "./values";

/** One statement of an IAM policy, with its alternatives written out. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** Whether it is about everyone: `*`, or all AWS principals. */
  readonly everyone: boolean;
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  /** All actions but these, where the statement is written so. */
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Documents as read before: a dozen rules ask for the same bucket's policy. */
const read = new WeakMap<Values, Map<string, readonly Statement[]>>();

/**
 * The statements of the policy document at an attribute.
 *
 * @returns none where there is no document
 * @throws CannotTell when it is not known, or is no policy document
 */
export function statements(at: Readable, attribute: string): readonly Statement[] {
  const known = read.get(at.values)?.get(attribute);
  if (known) return known;
  const found = readStatements(at, attribute);
  read.set(at.values, (read.get(at.values) ?? new Map<string, readonly Statement[]>()).set(attribute, found));
  return found;
}

function readStatements(at: Readable, attribute: string): readonly Statement[] {
  const value = any(at, attribute);
  if (value === undefined) return [];
  const document = value instanceof Unresolved ? value.literal : value;
  if (typeof document !== "string")
    throw new CannotTell(`${attribute} ${value instanceof Unresolved ? value.why : "is no policy document"}`);
  try {
    return listOf((JSON.parse(document) as { Statement?: unknown }).Statement).map(statement);
  } catch {
    throw new CannotTell(`${attribute} is no policy document that can be read`);
  }
}

/** Denials to everyone of an action on a resource; an ARN that ends in `/*` stands for all objects of a bucket. */
export function denials(all: readonly Statement[], action: string, resource = "*"): readonly Statement[] {
  return all.filter(
    (each) =>
      each.effect === "Deny" && each.everyone && concerns(each, action) && covers(each.resources, resource),
  );
}

/** Rights of a principal to call an action on a resource, as a policy grants them; conditions are for who asks to weigh. */
export function grants(
  all: readonly Statement[],
  {
    principal,
    action,
    resource,
  }: { readonly principal: string; readonly action: string; readonly resource: string },
): readonly Statement[] {
  return all.filter(
    (each) =>
      each.effect === "Allow" &&
      each.principals.includes(principal) &&
      concerns(each, action) &&
      covers(each.resources, resource),
  );
}

/** Whether all conditions of a statement hold for a request with these values; a key that is not given does not hold. */
export function holdsFor({ conditions }: Statement, request: Readonly<Record<string, string>>): boolean {
  return conditions.every(({ operator, key, values }) => {
    const value = request[key.toLowerCase()];
    const compare =
      operator.endsWith("Like") || operator.startsWith("Arn") ? like : (a: string, b: string) => a === b;
    return (
      value !== undefined && !operator.includes("Not") && values.some((pattern) => compare(pattern, value))
    );
  });
}

/** Whether a statement is about an action, wildcards on either side considered. */
export function concerns({ actions, notActions }: Statement, action: string): boolean {
  if (notActions.length > 0)
    return !notActions.some((pattern) => like(pattern.toLowerCase(), action.toLowerCase()));
  return actions.some((pattern) => like(pattern.toLowerCase(), action.toLowerCase()));
}

function covers(patterns: readonly string[], resource: string): boolean {
  return patterns.length === 0 || patterns.some((pattern) => like(pattern, resource));
}

/** Whether a text matches a pattern in which `*` stands for anything and `?` for one character. */
export function like(pattern: string, text: string): boolean {
  if (!pattern.includes("*") && !pattern.includes("?")) return pattern === text;
  const { prefix, expression } = expressionOf(pattern);
  return text.startsWith(prefix) && expression.test(text);
}

/** What a pattern begins with, which most texts do not, and the whole of it. */
interface Expression {
  readonly prefix: string;
  readonly expression: RegExp;
}

/** Policies repeat few patterns: each is made into an expression once. */
const EXPRESSIONS = new Map<string, Expression>();
const MOST_EXPRESSIONS = 10_000;

function expressionOf(pattern: string): Expression {
  const known = EXPRESSIONS.get(pattern);
  if (known) return known;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const made = { prefix: pattern.split(/[*?]/, 1)[0] ?? "", expression: new RegExp(`^${source}$`, "s") };
  if (EXPRESSIONS.size >= MOST_EXPRESSIONS) EXPRESSIONS.clear();
  EXPRESSIONS.set(pattern, made);
  return made;
}

function statement(raw: unknown): Statement {
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } =
    raw as Record<string, unknown>;
  if (Effect !== "Allow" && Effect !== "Deny") throw new CannotTell("a statement neither allows nor denies");
  // Exceptions among resources are rare and dangerous to guess at: such a denial counts as denying nothing in particular.
  const resources =
    NotResource === undefined ? textsOf(Resource) : Effect === "Allow" ? ["*"] : ["(all but some)"];
  const principals = principalsOf(Principal);
  return {
    effect: Effect,
    // Everyone but some: as a right that is everyone, as a denial it is not.
    everyone:
      NotPrincipal === undefined ? Principal === undefined || principals.includes("*") : Effect === "Allow",
    principals,
    actions: textsOf(Action),
    notActions: textsOf(NotAction),
    resources,
    conditions: Object.entries((Condition ?? {}) as Record<string, Record<string, unknown>>).flatMap(
      ([operator, keys]) =>
        Object.entries(keys).map(([key, values]) => ({ operator, key, values: textsOf(values) })),
    ),
  };
}

function principalsOf(principal: unknown): readonly string[] {
  if (typeof principal === "object" && principal !== null) return Object.values(principal).flatMap(textsOf);
  return textsOf(principal);
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

const textsOf = (value: unknown): readonly string[] => listOf(value).map(String);
