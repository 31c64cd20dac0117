import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { addDays } from "../archive";
import { literal, openDatabase } from "../export/database";
import type { RecordStore, StoredKey } from "../records";
import { INDEX, indexPlace } from "./keys";
import { LATE_DAYS } from "./look";

/** What can be looked up. */
const LOOKUPS = { eventId: "event_id", inputDigest: "input_digest", caseRef: "case_ref" } as const;
export type Lookup = keyof typeof LOOKUPS;

/** Where a log entry is; a pointer into the archive, not evidence. */
export interface Located {
  readonly event_id: string;
  readonly time: string;
  readonly type: string;
  readonly input_digest: string | null;
  readonly case_ref: string | null;
  readonly emitter: string;
  readonly sequence: number;
  /** Of the entry's canonical string. */
  readonly sha256: string;
  readonly key: string;
  readonly version_id: string;
  readonly line: number;
}

export interface FindResult {
  readonly found: readonly Located[];
  /** Index files read, one a seal. */
  readonly files: number;
  readonly days: { readonly from?: string | undefined; readonly to?: string | undefined };
}

/** Found entries that are given back; a person has fewer. */
export const KEPT_FOUND = 10_000;
/** Index files fetched at a time. */
const AT_ONCE = 8;

/**
 * Looks an event id, input digest or case up in the index, without reading the archive.
 *
 * @param days UTC days of the seals whose index is read. For an event id by default those after the id's own time
 * @param work empty folder to fetch the index into
 */
export async function findEntries(
  store: RecordStore,
  { by, value }: { readonly by: Lookup; readonly value: string },
  days: FindResult["days"],
  work: string,
  onProgress: (doing: string) => void = () => undefined,
): Promise<FindResult> {
  const bounds =
    days.from === undefined && days.to === undefined && by === "eventId" ? daysOfId(value) : days;
  const fetched = path.join(work, "index");
  await mkdir(fetched, { recursive: true });
  const keys: StoredKey[] = [];
  for await (const stored of store.list(INDEX)) {
    const place = indexPlace(stored.key);
    if (place === undefined || stored.versions.length === 0) continue;
    if (place.day < (bounds.from ?? "") || place.day > (bounds.to ?? "9")) continue;
    keys.push(stored);
  }
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    onProgress(`fetching the index: ${at} of ${keys.length}`);
    await Promise.all(
      keys.slice(at, at + AT_ONCE).map(async ({ key, versions: [first] }) => {
        await writeFile(path.join(fetched, path.basename(key)), await store.read(first!));
      }),
    );
  }
  const found = keys.length === 0 ? [] : await query(work, fetched, LOOKUPS[by], value);
  return { found, files: keys.length, days: bounds };
}

/** A version 7 UUID begins with its time in milliseconds; the entry is sealed on that day or soon after. */
function daysOfId(eventId: string): { from: string; to: string } {
  const day = new Date(Number.parseInt(eventId.replaceAll("-", "").slice(0, 12), 16))
    .toISOString()
    .slice(0, 10);
  return { from: addDays(day, -1), to: addDays(day, LATE_DAYS + 2) };
}

async function query(work: string, folder: string, column: string, value: string): Promise<Located[]> {
  const database = await openDatabase(work);
  try {
    const answer = await database.connection.runAndReadAll(
      `SELECT DISTINCT * FROM read_parquet(${literal(path.join(folder, "*.parquet"))})
       WHERE "${column}" = $value ORDER BY time, event_id, key, version_id, line LIMIT ${KEPT_FOUND}`,
      { value },
    );
    return answer.getRowObjects().map((row) => ({ ...row, sequence: Number(row["sequence"]) }) as Located);
  } finally {
    database.close();
  }
}
