/**
 * Dotted paths at which two values differ, sorted, without the positions in lists. What is known only after apply counts
 * as a change.
 */
export function changedPaths(before: unknown, after: unknown, unknown?: unknown): readonly string[] {
  const paths = new Set<string>();
  const walk = (old: unknown, now: unknown, open: unknown, path: string): void => {
    if (open === true) {
      paths.add(path);
    } else if (isObject(old) || isObject(now) || isObject(open)) {
      for (const key of keysOf(old, now, open))
        walk(at(old, key), at(now, key), at(open, key), path ? `${path}.${key}` : key);
    } else if (Array.isArray(old) || Array.isArray(now) || Array.isArray(open)) {
      for (const index of keysOf(old, now, open)) walk(at(old, index), at(now, index), at(open, index), path);
    } else if ((old ?? null) !== (now ?? null)) {
      paths.add(path);
    }
  };
  walk(before, after, unknown, "");
  return [...paths].sort();
}

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const keysOf = (...values: readonly unknown[]): readonly string[] => [
  ...new Set(
    values.flatMap((value) => (typeof value === "object" && value !== null ? Object.keys(value) : [])),
  ),
];

const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
