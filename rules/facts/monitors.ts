import { all, any, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { ART12_ENTRIES } from "./layout";

/** Log metrics that count Art 12 log entries. */
export function art12Metrics(set: ResourceSet): readonly Resource[] {
  return set.once("Art 12 metrics", () =>
    set.ofType("datadog_logs_metric").filter((metric) => {
      const [query, name] = [any(metric, "filter.query"), any(metric, "name")];
      return (
        (typeof query === "string" && query.includes(ART12_ENTRIES.split(":")[0] ?? "")) ||
        (typeof name === "string" && name.startsWith("art12."))
      );
    }),
  );
}

/** Monitors of the post-market monitoring plan: by tag, by name, or by what they watch. */
export function complianceMonitors(set: ResourceSet): readonly Resource[] {
  return set.once("compliance monitors", () =>
    set.ofType("datadog_monitor").filter((monitor) => {
      const says = (path: string, words: string) => {
        const value = any(monitor, path);
        return typeof value === "string" && value.includes(words);
      };
      return (
        tagsOf(monitor).includes("compliance:eu-ai-act") ||
        says("name", "[EU AI Act]") ||
        says("query", ":art12.")
      );
    }),
  );
}

/** The part of a monitor's query behind the comparison, and the comparison. */
export function comparison(
  monitor: Resource,
): { readonly fires: "above" | "below"; readonly at: number } | undefined {
  const [, operator, limit] = /\s(>=?|<=?)\s*(-?[\d.]+)\s*$/.exec(text(monitor, "query") ?? "") ?? [];
  if (operator === undefined || limit === undefined) return undefined;
  return { fires: operator.startsWith(">") ? "above" : "below", at: Number(limit) };
}

/** Value of a tag of a monitor. */
export function tagOf(monitor: Resource, key: string): string | undefined {
  return tagsOf(monitor)
    .find((tag) => tag.startsWith(`${key}:`))
    ?.slice(key.length + 1);
}

/** Monitors of one AI system in one stack. */
export interface WatchedSystem {
  readonly address: string;
  readonly monitors: readonly Resource[];
}

/** Systems by their stack: each has one of its own. */
export function watchedSystems(set: ResourceSet): readonly WatchedSystem[] {
  const stacks = new Map<string, Resource[]>();
  for (const monitor of complianceMonitors(set))
    stacks.set(monitor.stack, [...(stacks.get(monitor.stack) ?? []), monitor]);
  return [...stacks].map(([stack, monitors]) => ({ address: `${stack}/terraform`, monitors }));
}

function tagsOf(monitor: Resource): readonly string[] {
  return all(monitor, "tags").filter((tag) => typeof tag === "string");
}
