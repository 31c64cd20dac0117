/** The value under a key that a client chose, `__proto__` and its like included; `undefined` where there is none. */
export function own(values: Readonly<Record<string, string>>, key: string): string | undefined {
  const value: unknown = Object.hasOwn(values, key) ? values[key] : undefined;
  return typeof value === "string" ? value : undefined;
}
