import { metricTerms } from "../../logquery";
import { art12Indexes } from "../facts/log-path";
import { readableQuery } from "../facts/monitor-query";
import { organisationMonitors } from "../facts/monitors";
import { number, text } from "../reading";
import type { Resource } from "../resource";
import { holds, judging, unmet } from "../rule";

const INDEXED = "datadog.estimated_usage.logs.ingested_events";

export const indexQuotaAlarmed = judging({
  id: "index-quota-alarmed",
  duties: ["Art72", "Art26(5)"],
  title: "People are told before the index of Art 12 log entries takes no more",
  why: "After the quota an entry is archived and not found by any search in Datadog, and the search does not say so.",
  fix: "Deploy the organisation's monitor of the index; its limit follows the quota in the config.",
  measure: { name: "entries a day above which people are told", unit: "entries", better: "lower" },
  subjects: art12Indexes,
  judge(index, set) {
    const [name, quota] = [text(index, "name") ?? "", number(index, "daily_limit")];
    const limits = organisationMonitors(set)
      .filter(({ stack }) => stack === index.stack)
      .flatMap((monitor) => limitOf(monitor, name));
    const limit = limits.length > 0 ? Math.min(...limits) : undefined;
    if (limit === undefined) return unmet("no monitor counts what it takes in a day");
    if (quota === undefined) return unmet("it has no quota", limit);
    return holds(
      limit < quota,
      `told above ${limit} entries a day`,
      `told above ${limit} entries a day only, its quota is ${quota}`,
      limit,
    );
  },
});

/** Above how many indexed entries a day a monitor alerts; none where it counts something else. */
function limitOf(monitor: Resource, index: string): readonly number[] {
  const query = readableQuery(monitor);
  if (query.kind !== "metric" || query.comparison !== ">" || query.over !== "sum") return [];
  const [term, ...others] = metricTerms(query.expression);
  const counts =
    term !== undefined &&
    others.length === 0 &&
    query.expression.kind !== "binary" &&
    term.metric === INDEXED &&
    term.aggregator === "sum" &&
    term.functions.map(({ name }) => name).join() === "as_count" &&
    term.scope.map(({ tag, negated }) => `${negated ? "!" : ""}${tag}`).join() ===
      `datadog_index:${index},datadog_is_excluded:false`;
  const speaks =
    (text(monitor, "draft_status") ?? "published") === "published" &&
    ["query alert", "metric alert"].includes(text(monitor, "type") ?? "") &&
    number(monitor, "monitor_thresholds.critical") === query.threshold &&
    query.windowMinutes === MINUTES_OF_A_DAY &&
    text(monitor, "require_full_window") === "false";
  return counts && speaks ? [query.threshold] : [];
}

const MINUTES_OF_A_DAY = 24 * 60;
