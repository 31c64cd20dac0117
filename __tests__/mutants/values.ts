import { ALTERNATIVES, REWORDINGS } from "./vocabulary";
import { isObject } from "./json";

/** One thing that could be done to a value. */
export interface Mutation {
  /** What is done, in a word or two of the direction tables: `raised`, `to GOVERNANCE`. */
  readonly name: string;
  readonly value: unknown;
}

/** What the mutations of a value need to know of where it stands. */
export interface Surroundings {
  /** Name of the attribute. */
  readonly attribute: string;
  /** Type of the resource. */
  readonly type: string;
  /** What a reference to an attribute of a resource could point to instead. */
  elsewhere(type: string, name: string, attribute: string): string;
}

const mutation = (name: string, value: unknown): Mutation => ({ name, value });

/** What could be done to a value as a whole, by its kind; what is in it is for others to say. */
export function mutationsOf(value: unknown, surroundings: Surroundings): readonly Mutation[] {
  if (Array.isArray(value)) return ofList(value as unknown[]);
  if (isObject(value)) return [];
  if (typeof value === "boolean") return [mutation("flipped", !value)];
  const number = numberOf(value);
  if (number !== undefined)
    return ofNumber(number).map(({ name, value: other }) =>
      mutation(name, typeof value === "string" ? String(other) : other),
    );
  return ofText(String(value), surroundings);
}

function ofList(list: readonly unknown[]): readonly Mutation[] {
  const first = list[0];
  const longer = typeof first === "string" ? [mutation("added", [...list, other(first)])] : [];
  return [...(list.length > 1 ? [mutation("emptied", [])] : []), ...longer];
}

/** Half and twice, nothing and far too much. */
function ofNumber(number: number): readonly { readonly name: string; readonly value: number }[] {
  return [
    { name: "lowered", value: number > 1 && Number.isInteger(number) ? Math.floor(number / 2) : number / 2 },
    { name: "zero", value: 0 },
    { name: "raised", value: number === 0 ? 1 : number * 2 },
    { name: "extreme", value: Math.max(number, 1) * 1_000_000 },
  ].filter(({ value }) => value !== number);
}

const ACCOUNT = /^\d{12}$/;

/** Terraform writes numbers as texts in places; an account's id is none. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  const text = String(value);
  return /^\d+(\.\d+)?$/.test(text) && !ACCOUNT.test(text) ? Number(text) : undefined;
}

function ofText(text: string, { attribute, type, elsewhere }: Surroundings): readonly Mutation[] {
  const [, to, name = "", of = ""] = REFERENCE.exec(text) ?? [];
  if (to !== undefined) return [mutation("elsewhere", elsewhere(to, name, of))];
  const known = ALTERNATIVES[`${type}.${attribute}`] ?? ALTERNATIVES[attribute];
  if (known?.includes(text))
    return known.filter((each) => each !== text).map((each) => mutation(`to ${each}`, each));
  const reworded = (REWORDINGS[`${type}.${attribute}`] ?? []).flatMap(({ name, from, to }) => {
    const changed = text.replace(from, to);
    return changed === text ? [] : [mutation(name, changed)];
  });
  const changed = text.startsWith("${") ? "${var.elsewhere}" : other(text);
  return [mutation("changed", changed), mutation("emptied", ""), ...reworded];
}

const REFERENCE = /^\$\{([a-z0-9_]+)\.([\w-]+)\.(\w+)\}$/;

/** Another text of the same form. */
function other(text: string): string {
  if (ACCOUNT.test(text)) return text.replace(/^./, (first) => (first === "9" ? "1" : "9"));
  return /[/*]$/.test(text) ? text.replace(/([/*]+)$/, "-other$1") : `${text}-other`;
}
