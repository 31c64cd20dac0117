import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** The field of the first fault, as a dotted path; "(event)" for the event as a whole. */
export function fieldOfIssue(issues: readonly Issue[]): string {
  return pathOf(issues).join(".") || "(event)";
}

function pathOf(issues: readonly Issue[]): PropertyKey[] {
  const first = issues[0];
  if (first === undefined) return [];
  if (first.code === "unrecognized_keys") return [...first.path, ...first.keys.slice(0, 1)];
  if (first.code !== "invalid_union") return first.path;
  return [...first.path, ...pathOf(nearest(first.errors))];
}

/** Of a union's alternatives the one that was meant: no fixed value contradicts it, and the fewest faults remain. */
function nearest(alternatives: readonly (readonly Issue[])[]): readonly Issue[] {
  const possible = alternatives.filter((faults) => !faults.some((fault) => fault.code === "invalid_value"));
  const candidates = possible.length > 0 ? possible : alternatives;
  return candidates.toSorted((a, b) => a.length - b.length)[0] ?? [];
}
