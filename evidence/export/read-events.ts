import { takeInventory } from "../archive";
import type { BundleFolder } from "./bundle-folder";
import { collect, type ReadingCounts } from "./collect";
import type { EventStore } from "./event-store";
import type { Archive, ExportRequest, OnProgress } from "./export";
import { FindingLog, KEPT_PER_CODE } from "./findings";
import { JsonArrayFile } from "./json-file";
import { windowDays } from "./period";

/** What reading the archive came to; the events themselves are in the store, in order. */
export interface EventsRead {
  readonly findings: FindingLog;
  readonly counts: ReadingCounts & {
    readonly object_versions: number;
    readonly object_bytes: number;
    readonly lines: number;
    readonly entries: number;
    readonly duplicates: number;
  };
}

/** Reads the window round the period into the store, writes `objects.json`, and looks at ids and emitters. */
export async function readEvents(
  request: ExportRequest,
  { source, path }: Archive,
  store: EventStore,
  folder: BundleFolder,
  onProgress: OnProgress,
): Promise<EventsRead> {
  onProgress({ stage: "listing" });
  const inventory = await takeInventory(source, path, windowDays(request.period));
  const findings = new FindingLog();
  const objects = new JsonArrayFile(folder.file("objects.json"));
  const sums = { object_versions: 0, object_bytes: 0, lines: 0, entries: 0 };
  const reading = await collect(
    source,
    inventory,
    request,
    findings,
    folder.segments,
    async (segment, progress) => {
      for (const object of segment.summary.objects) {
        sums.object_versions += 1;
        sums.object_bytes += object.bytes;
        sums.lines += object.lines;
        sums.entries += object.entries;
        await objects.add(object);
      }
      await store.add(segment);
      onProgress({ stage: "reading", ...progress });
    },
  );
  await objects.close();
  onProgress({ stage: "arranging" });
  const { duplicates } = await store.arrange();
  await addConflicts(store, request.system, findings);
  return { findings, counts: { ...sums, ...reading, duplicates } };
}

async function addConflicts(store: EventStore, system: string, findings: FindingLog): Promise<void> {
  for (const { eventId, entries, sources } of await store.conflicts(KEPT_PER_CODE)) {
    findings.add({
      code: "event-conflict",
      event_id: eventId,
      reason: `${entries} different entries: ${sources}`,
    });
  }
  for (const { emitter, owners } of await store.sharedEmitters(system, KEPT_PER_CODE)) {
    findings.add({ code: "emitter-conflict", emitter, reason: `it wrote for ${owners}` });
  }
}
