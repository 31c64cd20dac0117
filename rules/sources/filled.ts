import { AFTER_APPLY, isBlock, markOf, Unresolved, type Reference, type Value, type Values } from "../values";

/** Values beside what Terraform says of them: same shape, `true` where it holds. */
interface Annotated {
  readonly value: unknown;
  /** What is known only after apply. */
  readonly unknown?: unknown;
  readonly sensitive?: unknown;
  /** What the configuration refers to at a path. */
  readonly references?: (path: readonly string[]) => readonly Reference[];
  /** What the synthesized JSON says at the same place, taken where the plan does not know. */
  readonly declared?: Value | undefined;
}

/** The values of a resource, with holes where they are unknown or secret: no rule can print what it cannot read. */
export function filled(annotated: Annotated): Values {
  const value = fill(annotated, []);
  return isBlock(value) ? value : {};
}

function fill(at: Annotated, path: readonly string[]): Value {
  const { value, unknown, sensitive, references, declared } = at;
  // A secret that is not set hides nothing: a plan writes null there, a state an empty text.
  const isSet = unknown === true || (value !== null && value !== undefined && value !== "");
  if (sensitive === true && isSet)
    return new Unresolved("is marked as a secret", [], undefined, markOf(value));
  // Nothing to fill in: what was read stays as it is.
  if (isObject(value) || Array.isArray(value))
    if (isWhole(unknown) && isWhole(sensitive)) return value as Value;
  if (unknown === true) return declared ?? new Unresolved(AFTER_APPLY, references?.(path) ?? []);
  if (Array.isArray(value) || Array.isArray(unknown)) {
    const items = (Array.isArray(value) ? value : []) as readonly unknown[];
    const length = Math.max(items.length, Array.isArray(unknown) ? unknown.length : 0);
    return Array.from({ length }, (_, index) =>
      fill(
        {
          ...at,
          value: items[index],
          unknown: part(unknown, index),
          sensitive: part(sensitive, index),
          // A block that stands alone is an object in synthesized JSON and a list of one in a plan.
          declared: Array.isArray(declared) ? declared[index] : length === 1 ? declared : undefined,
        },
        path,
      ),
    );
  }
  if (isObject(value) || isObject(unknown)) {
    const keys = new Set([
      ...Object.keys(isObject(value) ? value : {}),
      ...Object.keys(isObject(unknown) ? unknown : {}),
    ]);
    return Object.fromEntries(
      [...keys].map((key) => [
        key,
        fill(
          {
            ...at,
            value: part(value, key),
            unknown: part(unknown, key),
            sensitive: part(sensitive, key),
            declared: isBlock(declared) ? declared[key] : undefined,
          },
          [...path, key],
        ),
      ]),
    );
  }
  return (value ?? null) as Value;
}

/** Whether nothing below is marked: an annotation is as deep as what it marks. */
const isWhole = (annotation: unknown): boolean =>
  annotation === undefined ||
  annotation === null ||
  annotation === false ||
  (typeof annotation === "object" && Object.values(annotation).every(isWhole));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function part(whole: unknown, key: string | number): unknown {
  return typeof whole === "object" && whole !== null
    ? (whole as Record<string | number, unknown>)[key]
    : undefined;
}
