/** What stands where a path leads to in JSON. */
export const at = (body: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((inner, key) => (Object(inner) as Record<string, unknown>)[key], body);

/** The list there. */
export function listAt(body: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const list = at(body, ...path);
  if (!Array.isArray(list)) throw new Error(`no list at ${path.join(".")} of ${JSON.stringify(body)}`);
  return list;
}
