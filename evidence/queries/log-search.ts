import type { CatalogueQuery } from "./catalogue";

/** What every Art 12 log entry has. */
const ENTRIES = "compliance.art12:true";
const HOLE = /\{([\w.]+)\}/g;

/** Parameters that a question's log search needs, none where it has no search. */
export function searchParameters({ datadog }: CatalogueQuery): readonly string[] {
  if (!("search" in datadog)) return [];
  return [...new Set([...datadog.search.matchAll(HOLE)].map(([, name = ""]) => name))];
}

/**
 * A question as a log search in Datadog.
 *
 * @param values of parameters, by name; what is left out stays in braces, for people to fill in
 * @returns `undefined` where only the vault answers it
 */
export function logSearch(
  { datadog }: CatalogueQuery,
  values: Readonly<Record<string, string>> = {},
): string | undefined {
  if (!("search" in datadog)) return undefined;
  const search = datadog.search.replace(HOLE, (hole, name: string) => values[name] ?? hole);
  return `${ENTRIES} ${search.includes(" OR ") && !search.includes("(") ? `(${search})` : search}`;
}
