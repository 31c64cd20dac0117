/** What the query of a monitor on logs, audit events or events comes to at a moment. */
import { matchesLog, parseLogQuery, type LogRecord, type SearchMonitorQuery } from "../../../logquery";
import { monitorNotPlayable } from "../../../errors";
import { valueAt } from "../attributes";
import type { Measured } from "./measure";

/** Something that is searched for: an indexed log, an audit event, an event. */
export type Found = LogRecord & { readonly date: Date };

/** What there is to search in. */
export interface Searched {
  readonly logs: (index: string) => readonly Found[];
  readonly audits: () => readonly Found[];
  readonly events: () => readonly Found[];
}

const MINUTE_MS = 60_000;

/**
 * Counts what matches in the window. Nothing found is a count of nothing, unlike a metric without data.
 * Error: the user fault `monitor-not-playable`; a `LogQuerySyntaxError` for a search that nobody could read.
 *
 * @param text the query as written, for the error
 * @param to end of the window
 */
export function countFound(
  { source, query, indexes, rollup, by, windowMinutes }: SearchMonitorQuery,
  text: string,
  searched: Searched,
  to: number,
): readonly Measured[] {
  if (rollup.method !== "count" || rollup.attribute !== undefined)
    throw monitorNotPlayable(text, "counts are played, no other rollup");
  const search = parseLogQuery(query);
  const all = source === "logs" ? indexes.flatMap((index) => searched.logs(index)) : searched[source]();
  const from = to - windowMinutes * MINUTE_MS;
  const found = all.filter(
    (one) => one.date.getTime() >= from && one.date.getTime() < to && matchesLog(search, one),
  );
  if (by.length === 0) return [{ group: [], value: found.length }];
  const groups = new Map<string, { readonly group: readonly string[]; value: number }>();
  for (const one of found) {
    const group = by.map((name) => tagFor(name, one)).filter((tag) => tag !== undefined);
    const known = groups.get(group.join()) ?? { group, value: 0 };
    known.value++;
    groups.set(group.join(), known);
  }
  return [...groups.values()];
}

function tagFor(name: string, one: Found): string | undefined {
  if (!name.startsWith("@")) return one.tags.find((tag) => tag.startsWith(`${name}:`));
  const value = valueAt(one.attributes, name.slice(1));
  return value === undefined ? undefined : `${name}:${String(value)}`;
}
