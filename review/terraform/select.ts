import { stackUnknown } from "../../errors";

/**
 * Names that patterns select, all where none is given. In a pattern `*` stands for any characters; all others stand for
 * themselves, as in names of stacks there are none that would have a meaning.
 *
 * @throws UserError when a pattern selects nothing: most often it is misspelt
 */
export function selectStacks(names: readonly string[], patterns: readonly string[]): readonly string[] {
  if (patterns.length === 0) return names;
  const chosen = new Set<string>();
  for (const pattern of patterns) {
    const found = names.filter((name) => fits(name, pattern));
    if (found.length === 0) throw stackUnknown(pattern, names);
    for (const name of found) chosen.add(name);
  }
  return names.filter((name) => chosen.has(name));
}

function fits(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}
