import { organisationStacks } from "../facts/log-path";
import { readableQuery } from "../facts/monitor-query";
import { organisationMonitors } from "../facts/monitors";
import { ORGANISATION_WATCHES } from "../facts/organisation-watch";
import { sha256 } from "../facts/tables";
import { flag, number, text } from "../reading";
import type { Resource } from "../resource";
import { holds, judging } from "../rule";

/** What a monitor of each kind of query is called: of what is searched in, or of a metric. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  metric: ["query alert", "metric alert"],
  audits: ["audit alert"],
  events: ["event-v2 alert"],
};

export const organisationWatched = judging({
  id: "organisation-watched",
  duties: ["Art12", "Art12(1)", "Art17(1)", "Art19(1)", "Art72"],
  title:
    "Delivery of the archives, faults of entries, changes of Datadog's configuration and what goes past the gate are watched",
  why: "An archive that stopped, a pipeline that was changed by hand, a muted monitor or a model let into production without evidence is silent by itself until somebody looks.",
  fix: "Deploy the monitors of the organisation as the product makes them; watch other things in monitors beside them.",
  measure: { name: "things of the organisation that are watched", unit: "monitors", better: "higher" },
  subjects: organisationStacks,
  judge({ name }, set) {
    const asked = organisationMonitors(set)
      .filter(({ stack }) => stack === name)
      .filter(speaks)
      .map((monitor) => sha256(text(monitor, "query") ?? ""));
    const missing = Object.entries(ORGANISATION_WATCHES).filter(([, digest]) => !asked.includes(digest));
    return holds(
      missing.length === 0,
      `${asked.length} monitors`,
      `not watched as the product does: ${missing.map(([key]) => key).join(", ")}`,
      Object.keys(ORGANISATION_WATCHES).length - missing.length,
    );
  },
});

/** Whether a monitor can alert as its query says. */
function speaks(monitor: Resource): boolean {
  const query = readableQuery(monitor);
  const { kind, threshold } = query;
  return (
    TYPES[kind === "search" ? query.source : kind]?.includes(text(monitor, "type") ?? "") === true &&
    (text(monitor, "draft_status") ?? "published") === "published" &&
    number(monitor, "monitor_thresholds.critical") === threshold &&
    (text(monitor, "on_missing_data") ?? "default") === "default" &&
    // Entries come irregularly: a monitor that waits for a full window of a metric may never judge one.
    (kind !== "metric" || !flag(monitor, "require_full_window", true))
  );
}
