import { art12Metrics, systemMonitors } from "../facts/monitors";
import { any, text } from "../reading";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";

export const metricsComplete = judging({
  id: "metrics-complete",
  duties: ["Art72", "Art14"],
  title: "Each organisation makes every count that monitors read",
  why: "Metric names are one per organisation: a monitor reads the count of its own, and of none that another makes.",
  fix: "Let the organisation's Datadog stack make all counts of Art 12 log entries.",
  subjects(set) {
    const stacks = new Set(art12Metrics(set).map(({ stack }) => stack));
    return set.stacks.filter(({ name }) => stacks.has(name));
  },
  judge({ name }, set) {
    const made = art12Metrics(set)
      .filter(({ stack }) => stack === name)
      .map((metric) => text(metric, "name"));
    const missing = [...read(set)].filter((metric) => !made.includes(metric));
    return holds(missing.length === 0, `makes ${made.join(", ")}`, `lacks ${missing.join(", ")}`);
  },
});

/** Counts that monitors read; a query that is not known is for other rules to tell. */
function read(set: ResourceSet): ReadonlySet<string> {
  return set.once("counts that are read", () => {
    const queries = systemMonitors(set).map((monitor) => any(monitor, "query"));
    const texts = queries.filter((query) => typeof query === "string");
    return new Set(
      texts.flatMap((query) => [...query.matchAll(/:(art12\.[\w.]*\w)\{/g)].map(([, metric = ""]) => metric)),
    );
  });
}
