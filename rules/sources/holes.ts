import { isBlock, Unresolved, type Reference, type Value, type Values } from "../values";

/** Dotted paths of what is not known in the values of a resource, and all they refer to. */
export function holes(values: Values): {
  readonly unknownPaths: readonly string[];
  readonly references: readonly Reference[];
} {
  const unknownPaths: string[] = [];
  const references: Reference[] = [];
  const walk = (value: Value, path: string): void => {
    if (value instanceof Unresolved) {
      if (value.literal === undefined) unknownPaths.push(path);
      references.push(...value.references);
    } else if (Array.isArray(value)) {
      for (const each of value as readonly Value[]) walk(each, path);
    } else if (isBlock(value)) {
      for (const [key, each] of Object.entries(value)) walk(each, path ? `${path}.${key}` : key);
    }
  };
  walk(values, "");
  return { unknownPaths: [...new Set(unknownPaths)], references };
}
