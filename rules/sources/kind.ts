/** What kind of document a JSON value looks like. */
export type Kind = "plan" | "state" | "synthesized";

/** Tells documents apart by what only they have; whether one is in order is for its own reader to say. */
export function kindOf(json: unknown): Kind | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const has = (...keys: readonly string[]) => keys.some((key) => key in json);
  if (has("planned_values", "resource_changes")) return "plan";
  if (has("lineage", "values") || has("format_version", "serial")) return "state";
  return has("terraform", "provider", "resource", "data", "module", "//") ? "synthesized" : undefined;
}
