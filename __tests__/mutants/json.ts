/** Where a value stands in JSON: keys of objects, indexes of lists. */
export type Place = readonly (string | number)[];

/** Takes a value out, or a list's element. */
export const REMOVED = Symbol("removed");

/** The value at a place; `undefined` where nothing stands. */
export function at(json: unknown, place: Place): unknown {
  return place.reduce<unknown>(
    (value, key) => (value as Record<string | number, unknown> | undefined)?.[key],
    json,
  );
}

/** A copy with another value at a place; all that is not on the way to it is shared, so that copies are cheap. */
export function replaced<T>(json: T, place: Place, value: unknown): T {
  const [key, ...rest] = place;
  if (key === undefined) return value as T;
  const last = rest.length === 0;
  if (Array.isArray(json)) {
    const copy: unknown[] = [...(json as unknown[])];
    if (last && value === REMOVED) copy.splice(key as number, 1);
    else copy[key as number] = last ? value : replaced(copy[key as number], rest, value);
    return copy as T;
  }
  const copy: Record<string, unknown> = { ...(json as Record<string, unknown>) };
  if (last && value === REMOVED) delete copy[key];
  else copy[key] = last ? value : replaced(copy[key] ?? {}, rest, value);
  return copy as T;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
