import { all, any } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { ART12_ENTRIES } from "./layout";
import { readableQuery } from "./monitor-query";

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

/** Monitors of AI systems: compliance monitors outside the stacks that hold the organisation's archives. */
export function systemMonitors(set: ResourceSet): readonly Resource[] {
  return set.once("monitors of systems", () => {
    const organisations = organisationStacks(set);
    return complianceMonitors(set).filter(({ stack }) => !organisations.has(stack));
  });
}

/** Monitors of a Datadog organisation: compliance monitors in the stack that holds its archives. */
export function organisationMonitors(set: ResourceSet): readonly Resource[] {
  const organisations = organisationStacks(set);
  return complianceMonitors(set).filter(({ stack }) => organisations.has(stack));
}

const organisationStacks = (set: ResourceSet): ReadonlySet<string> =>
  set.once(
    "stacks of organisations",
    () => new Set(set.ofType("datadog_logs_archive").map(({ stack }) => stack)),
  );

/** Which way a monitor alerts, and at which number. */
export function comparison(
  monitor: Resource,
): { readonly fires: "above" | "below"; readonly at: number } | undefined {
  const { comparison: operator, threshold: at } = readableQuery(monitor);
  if (operator === "==" || operator === "!=") return undefined;
  return { fires: operator.startsWith(">") ? "above" : "below", at };
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
  readonly stack: string;
  readonly monitors: readonly Resource[];
}

/** Systems in use by their stack: each has one of its own. Of a retired one nothing need be decided any more. */
export function watchedSystems(set: ResourceSet): readonly WatchedSystem[] {
  return set.once("systems that are watched", () => {
    const stacks = new Map<string, Resource[]>();
    for (const monitor of systemMonitors(set))
      stacks.set(monitor.stack, [...(stacks.get(monitor.stack) ?? []), monitor]);
    return [...stacks]
      .filter(([, monitors]) => monitors.some((monitor) => tagOf(monitor, "system_status") !== "retired"))
      .map(([stack, monitors]) => ({ address: `${stack}/terraform`, stack, monitors }));
  });
}

function tagsOf(monitor: Resource): readonly string[] {
  return all(monitor, "tags").filter((tag) => typeof tag === "string");
}
