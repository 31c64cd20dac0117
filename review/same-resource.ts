import { isDeepStrictEqual } from "node:util";
import type { Resource } from "../rules";

/** Whether one resource is declared with just the values another has: what is not known, or left to the provider, aside. */
export function sameResource(there: Resource, declared: Resource): boolean {
  if (there.type !== declared.type || there.stack !== declared.stack || there.provider !== declared.provider)
    return false;
  const open = new Set(declared.unknownPaths.map((path) => path.split(".")[0]));
  const known = Object.entries(declared.values).filter(([name, value]) => value !== null && !open.has(name));
  return known.length > 0 && known.every(([name, value]) => isDeepStrictEqual(value, there.values[name]));
}
