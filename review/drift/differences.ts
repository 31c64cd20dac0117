import { isDeepStrictEqual } from "node:util";

/** One place where at least two of the three differ. */
export interface Difference {
  /** Attribute, and keys and list positions below it. */
  readonly path: readonly string[];
  readonly recorded: unknown;
  readonly live: unknown;
  readonly declared: unknown;
  /** Whether the declared value is known only after an apply. */
  readonly unknown: boolean;
}

interface Three {
  readonly recorded: unknown;
  readonly live: unknown;
  readonly declared: unknown;
  readonly unknown: unknown;
}

/**
 * Where a resource's three values differ. Blocks are entered, and lists of as many blocks; a list that grew or shrank is
 * one difference, for which of its items is which cannot be told, and so is a list of plain values.
 */
export function differences(three: Three): readonly Difference[] {
  const found: Difference[] = [];
  walk(three, [], found);
  return found;
}

function walk(three: Three, path: readonly string[], found: Difference[]): void {
  const { recorded, live, declared, unknown } = three;
  const open = isUnknown(unknown);
  if (!open && same(recorded, live) && same(live, declared)) return;
  const sides = [recorded, live, declared];
  if (unknown === true || !(sides.every(isBlock) || sides.every(isListLike(recorded)))) {
    found.push({ path, recorded, live, declared, unknown: open });
    return;
  }
  for (const key of new Set([...sides, unknown].flatMap(keysOf)))
    walk(
      {
        recorded: part(recorded, key),
        live: part(live, key),
        declared: part(declared, key),
        unknown: part(unknown, key),
      },
      [...path, key],
      found,
    );
}

/** Whether two values are equal; what is null is not there. */
export const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(a ?? null, b ?? null);

/** Whether anything in it is known only after an apply. */
const isUnknown = (unknown: unknown): boolean =>
  unknown === true ||
  (typeof unknown === "object" && unknown !== null && Object.values(unknown).some(isUnknown));

const isBlock = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isListLike = (other: unknown) => (value: unknown) =>
  Array.isArray(value) && Array.isArray(other) && value.length === other.length && value.every(isBlock);

const keysOf = (value: unknown): readonly string[] =>
  typeof value === "object" && value !== null ? Object.keys(value) : [];

const part = (whole: unknown, key: string): unknown =>
  typeof whole === "object" && whole !== null ? (whole as Record<string, unknown>)[key] : undefined;
