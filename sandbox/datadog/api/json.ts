/** Reading what was sent: JSON of which nothing is known. */

export type Json = Readonly<Record<string, unknown>>;

/** The object, or an empty one where it is none. */
export const object = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};

/** The list, or an empty one where it is none. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The text, or an empty one where it is none. */
export const text = (value: unknown): string => (typeof value === "string" ? value : "");

export function without(json: Json, ...names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(json).filter(([name]) => !names.includes(name)));
}
