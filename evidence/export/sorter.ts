import type { ArchivedEntry, ObjectVersion } from "../archive";
import type { ReadingCounts, Selection } from "./collect";
import type { FindingLog } from "./findings";

/** Whether an entry is kept, and whether it is of the period or only a neighbour that a chain may need. */
type Place = "in-period" | "neighbour" | "left-out";

/** Decides of each entry where it belongs, and counts and reports what is odd about it. */
export class Sorter {
  readonly counts: ReadingCounts = {
    outside_period: 0,
    other_systems: 0,
    other_environments: 0,
    view_altered: 0,
  };

  constructor(
    private readonly selection: Selection,
    private readonly findings: FindingLog,
  ) {}

  place({ key, versionId }: Pick<ObjectVersion, "key" | "versionId">, archived: ArchivedEntry): Place {
    const { system, environment, period } = this.selection;
    const { facts, service } = archived;
    const about = { key, version_id: versionId, line: archived.line, event_id: facts.eventId };
    const ours = facts.system === system;
    const inPeriod = facts.time >= period.from && facts.time < period.to;
    if (inPeriod && service !== undefined && service !== facts.system && (ours || service === system)) {
      const reason = `the log's service is ${quoted(service)}, the entry's system ${quoted(facts.system)}`;
      this.findings.add({ code: "system-mismatch", ...about, reason });
    }
    if (!ours) {
      this.counts.other_systems += 1;
      return "left-out";
    }
    if (facts.environment !== environment) {
      this.counts.other_environments += 1;
      const reason = `the entry's environment is ${quoted(facts.environment)}`;
      if (inPeriod) this.findings.add({ code: "environment-mismatch", ...about, reason });
      return "left-out";
    }
    if (!inPeriod) {
      this.counts.outside_period += 1;
      return "neighbour";
    }
    if (archived.viewAltered) {
      this.counts.view_altered += 1;
      this.findings.add({ code: "view-altered", ...about, reason: "art12.event differs from art12.entry" });
    }
    return "in-period";
  }
}

/** What comes from an archived line is not ours: shortened, and control characters made visible. */
function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 130));
}
