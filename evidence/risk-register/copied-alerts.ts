import type { DocumentStore } from "../documentation";
import { covering, readCopy, settles, SNAPSHOT_STREAM, spelled, without } from "../monitoring";
import { judgedRecords, type Details, type KeyRing, type RecordStore } from "../records";

/** Where copies of what Datadog knew are. */
export interface CopiesPlace {
  readonly records: RecordStore;
  readonly documents: DocumentStore;
  readonly ring: KeyRing;
  readonly environment: string;
}

/** The alerts of a period from the vault's copies. */
export interface CopiedAlerts {
  /** All of every copy that touches the period. */
  readonly pages: readonly (readonly unknown[])[];
  /** What of the period nobody can know of from them, in words. */
  readonly unread: readonly string[];
}

/**
 * Reads them; a record that something speaks against is gone by, and what it alone would cover is named.
 *
 * @param untilNow the period goes on until now: what came after the newest copy is then not waited for
 * @throws UserError when a copy is not what its record says
 */
export async function copiedAlerts(
  { records, documents, ring, environment }: CopiesPlace,
  period: { readonly from: string; readonly to: string },
  untilNow = false,
): Promise<CopiedAlerts> {
  const pages: (readonly unknown[])[] = [];
  const covered: Details<"monitoring-snapshot">["period"][] = [];
  const unread: string[] = [];
  for (const { said, against, key } of await judgedRecords(
    records,
    ring,
    (stream) => stream === SNAPSHOT_STREAM,
  )) {
    if (against.length > 0 || said.kind !== "monitoring-snapshot") continue;
    const { details } = said.statement.predicate;
    const { from, to } = details.period;
    if (details.environment !== environment || to <= period.from || from >= period.to) continue;
    if (settles(details, "alerts")) covered.push(details.period);
    for (const document of details.documents.filter(({ what }) => what === "alerts")) {
      const copy = await readCopy(documents, document);
      if (copy) pages.push(copy.entries);
      else unread.push(`${key} names documentation/sha256/${document.sha256}, which is not there`);
    }
  }
  const asked = { from: Date.parse(period.from), to: Date.parse(period.to) };
  const gaps = without(asked, covering(covered)).filter(
    ({ to }) => !(untilNow && covered.length > 0 && to === asked.to),
  );
  return {
    pages,
    unread: [
      ...unread,
      ...gaps.map(({ from, to }) => `of ${spelled(from)} to ${spelled(to)} no copy of the alerts is at hand`),
    ],
  };
}
