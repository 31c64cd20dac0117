import type { DocumentStore } from "../documentation";
import { readCopy, SNAPSHOT_STREAM } from "../monitoring";
import { judgedRecords, type KeyRing, type RecordStore } from "../records";

/** Where copies of what Datadog knew are. */
export interface CopiesPlace {
  readonly records: RecordStore;
  readonly documents: DocumentStore;
  readonly ring: KeyRing;
  readonly environment: string;
}

/**
 * Alerts of a period from the vault's copies: all of every copy that touches it. A record that something speaks against is gone by.
 *
 * @throws UserError when a copy is not what its record says
 */
export async function* copiedAlerts(
  { records, documents, ring, environment }: CopiesPlace,
  period: { readonly from: string; readonly to: string },
): AsyncGenerator<readonly unknown[]> {
  for (const { said, against } of await judgedRecords(
    records,
    ring,
    (stream) => stream === SNAPSHOT_STREAM,
  )) {
    if (against.length > 0 || said.kind !== "monitoring-snapshot") continue;
    const { details } = said.statement.predicate;
    const { from, to } = details.period;
    if (details.environment !== environment || to <= period.from || from >= period.to) continue;
    for (const document of details.documents.filter(({ what }) => what === "alerts"))
      yield (await readCopy(documents, document))?.entries ?? [];
  }
}
