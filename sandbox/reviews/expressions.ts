import { isMap } from "./provider-facts";

/** A reference of an expression: `aws_s3_bucket.vault.id`. */
const REFERENCE = /(?<![\w.])((?:data\.)?[a-z][a-z0-9]*_\w+\.\w+)\.(\w+)/g;
const WHOLE = /^\$\{(?!.*\$\{)(.*)\}$/s;
const INTERPOLATION = /(?<!\$)\$\{([^{}]*)\}/g;

/** What stands for a value that is known only after apply. */
export const UNKNOWN = Symbol("known only after apply");

/** Looks an attribute of another resource up; `undefined` where the stack declares no such resource. */
export type LookUp = (address: string, attribute: string) => unknown;

/** Values as a plan writes them, with {@link UNKNOWN} for what is not known: blocks are lists, references are filled in. */
export function planned(body: Readonly<Record<string, unknown>>, lookUp: LookUp): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      isMap(key) ? mapValue(value, lookUp) : attribute(value, lookUp),
    ]),
  );
}

function attribute(value: unknown, lookUp: LookUp): unknown {
  if (Array.isArray(value))
    return value.map((each: unknown) => (isObject(each) ? planned(each, lookUp) : attribute(each, lookUp)));
  if (isObject(value)) return [planned(value, lookUp)];
  return typeof value === "string" ? filledIn(value, lookUp) : value;
}

function mapValue(value: unknown, lookUp: LookUp): unknown {
  if (!isObject(value)) return attribute(value, lookUp);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, attribute(each, lookUp)]));
}

function filledIn(text: string, lookUp: LookUp): unknown {
  const [, whole] = WHOLE.exec(text.startsWith("$${") ? "" : text) ?? [];
  if (whole !== undefined) return evaluated(whole, lookUp);
  let unknown = false;
  const filled = text.replace(INTERPOLATION, (_, expression: string) => {
    const value = evaluated(expression, lookUp);
    unknown ||= value === UNKNOWN;
    return String(value === UNKNOWN ? "" : value);
  });
  return unknown ? UNKNOWN : filled.replaceAll("$${", "${");
}

/** A plain reference is what it refers to; a function over lists is the list of what its managed resources give. */
function evaluated(expression: string, lookUp: LookUp): unknown {
  const references = [...expression.matchAll(REFERENCE)];
  const values = references.flatMap(([, address = "", name = ""]) => {
    const value = lookUp(address, name);
    return value === undefined ? [] : [value];
  });
  if (values.includes(UNKNOWN) || values.length === 0) return UNKNOWN;
  const [only, ...others] = references;
  if (only === undefined || others.length > 0 || !expression.trim().startsWith(only[0])) return values;
  const path = expression.trim().slice(only[0].length);
  return /^(\[\d+\]|\.\w+)*$/.test(path) ? within(values[0], path.match(/\w+/g) ?? []) : values;
}

/** What a path leads to: `[0].secret_arn`. */
function within(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (isObject(at) || Array.isArray(at) ? at[step as never] : UNKNOWN),
    value,
  );
}

/** Attributes as the `configuration` of a plan writes them: constants, or what they refer to. */
export function expressions(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, isMap(key) ? expression(value) : blockOrValue(value)]),
  );
}

function blockOrValue(value: unknown): unknown {
  if (isObject(value)) return [expressions(value)];
  return Array.isArray(value) && value.some(isObject)
    ? value.map((each: unknown) => (isObject(each) ? expressions(each) : expression(each)))
    : expression(value);
}

function expression(value: unknown): unknown {
  const references = [...new Set(referencesIn(value))];
  return references.length > 0 ? { references } : { constant_value: value };
}

/** Terraform lists the attribute and then its resource. */
function referencesIn(value: unknown): readonly string[] {
  if (typeof value === "string")
    return [...value.matchAll(INTERPOLATED)].flatMap(([inner]) =>
      [...inner.matchAll(REFERENCE)].flatMap(([reference, address = ""]) => [reference, address]),
    );
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}

const INTERPOLATED = /(?<!\$)\$\{[^]*?\}/g;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
