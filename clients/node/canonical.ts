import canonicalize from "canonicalize";
import { createHash } from "node:crypto";
import { Art12InputError } from "./errors";

/** `prev` of an emitter's first event. */
export const GENESIS = "0".repeat(64);

const DEEPEST = 100;

/** RFC 8785 text of a value that is known to be plain JSON data. */
export function canonicalString(value: object): string {
  return canonicalize(value) as string;
}

/** SHA-256 of the text's UTF-8 bytes, as 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/**
 * RFC 8785 text of data from the application, which may be anything. Only plain JSON data is taken: a Map, a Date or
 * a typed array would lose its content or change its form, and two inputs would get one digest. A property that is
 * undefined counts as absent, as in JSON.
 * @throws Art12InputError that tells the kind of the offending value, never the value or its key.
 */
export function canonicalData(value: unknown, field: string): string {
  const found = notJson(value, DEEPEST);
  if (found !== undefined) {
    throw new Art12InputError({
      code: "not-plain-json",
      field,
      needed: `must be plain JSON data, but holds ${found}`,
      fix: "pass objects, arrays, strings, finite numbers, booleans and null (a Date as its ISO string)",
    });
  }
  return canonicalize(value) as string;
}

/** What in a value has no place in JSON, in words; undefined where all has. */
function notJson(value: unknown, levels: number): string | undefined {
  if (value === null || typeof value === "boolean") return undefined;
  if (typeof value === "string") return isWellFormed(value) ? undefined : "text with half a surrogate pair";
  if (typeof value === "number") return Number.isFinite(value) ? undefined : "a number that is not finite";
  if (typeof value !== "object") return `a value of type ${typeof value}`;
  if (levels === 0) return `more than ${DEEPEST} levels, or a circle`;
  if (Array.isArray(value)) return firstOf(value, (item) => notJson(item, levels - 1));
  if (!isPlain(value)) return "an object that is not plain";
  return firstOf(Object.entries(value), ([key, item]) => {
    if (!isWellFormed(key)) return "text with half a surrogate pair";
    return item === undefined ? undefined : notJson(item, levels - 1);
  });
}

function firstOf<Item>(items: readonly Item[], look: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Made by `{}`, JSON.parse or Object.create(null), in whichever realm: its prototype has no prototype. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
