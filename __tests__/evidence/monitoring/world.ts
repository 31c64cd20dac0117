import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { DatadogAccess } from "../../../evidence/datadog/read";
import { FolderDocumentStore } from "../../../evidence/documentation";
import { readCopy, takeSnapshot, verifySnapshots, type SnapshotRun } from "../../../evidence/monitoring";
import { FolderRecordStore, type RecordStore } from "../../../evidence/records";
import { startDatadogStandIn, type DatadogStandIn } from "../../../sandbox/datadog/server";
import { MemorySink } from "../../sandbox/memory-sink";
import { temporaryFolder } from "../../temporary";
import { actors, ringWith } from "../records/actors";

export const KEYS = { apiKey: "0123456789abcdef0123456789abcdef", applicationKey: "reads-only" };
const MINUTE_MS = 60_000;
const ring = ringWith();
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const running: DatadogStandIn[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

/** A Datadog organisation and a vault, with a clock of their own that stands until it is moved. */
export async function world() {
  let clock = Date.now() - 200 * DAY_MS;
  const now = () => new Date(clock);
  const datadog = await startDatadogStandIn({
    ...{
      stacksDir: temporaryFolder(),
      apiKey: KEYS.apiKey,
      sink: new MemorySink(),
      flushIntervalMs: 3_600_000,
      now,
    },
    applicationKeys: { [KEYS.applicationKey]: "alice@example.org" },
  });
  running.push(datadog);
  const vault = temporaryFolder();
  const records = new FolderRecordStore(vault);
  const documents = new FolderDocumentStore(vault);
  const access: DatadogAccess = { url: datadog.url, ...KEYS, waitSeconds: 0 };
  const ask = async (method: string, place: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(datadog.url + place, {
      method,
      headers: {
        "dd-api-key": KEYS.apiKey,
        "dd-application-key": KEYS.applicationKey,
        "content-type": "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${place}: ${answer.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    ...{ datadog, vault, records, documents, access, ask },
    now,
    pass: (ms: number) => void (clock += ms),
    /** Makes a monitor of ours that alerts whenever it is looked at. */
    monitor: (name: string, tags: readonly string[] = ["env:production"], more: object = {}) =>
      ask("POST", "/api/v1/monitor", {
        ...{
          name,
          type: "query alert",
          query: "sum(last_1h):default_zero(sum:art12.events{*}.as_count()) < 1",
        },
        message: "what it means",
        tags: ["compliance:eu-ai-act", ...tags],
        ...more,
      }) as Promise<{ id: number }>,
    evaluate: () => ask("POST", "/__sandbox/evaluate", { at: now().toISOString() }),
    fault: (fault: object) => ask("POST", "/__sandbox/faults", fault),
    healed: () => ask("DELETE", "/__sandbox/faults"),
    take: (more: Partial<Parameters<typeof takeSnapshot>[0]> = {}): Promise<SnapshotRun> =>
      takeSnapshot({
        ...{ environment: "production", organisation: "example", access, records, documents, ring },
        ...{ signer: actors.detector.signer, work: mkdtempSync(join(vault, "work-")), now },
        ...more,
      }),
    verify: (store: RecordStore = records) =>
      verifySnapshots({ records: store, documents, ring, environment: "production" }),
    /** All entries of a part that runs copied, in their order. */
    async copied(what: string, ...runs: readonly SnapshotRun[]): Promise<readonly Entry[]> {
      const entries: Entry[] = [];
      for (const { details } of runs.flatMap(({ taken }) => taken))
        for (const document of details.documents.filter((each) => each.what === what))
          entries.push(...((await readCopy(documents, document))?.entries as Entry[]));
      return entries;
    },
  };
}

/** An entry as Datadog answers it. */
export type Entry = Readonly<Record<string, never>> & { readonly id?: string; readonly name?: string };
