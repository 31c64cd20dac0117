import { dayPrefixes, takeInventory, type ObjectVersion } from "../archive";
import type { Selection } from "./collect";
import type { Archive } from "./export";
import { windowDays } from "./period";

/** What an export would read. */
export interface ExportPlan {
  readonly first_day: string;
  readonly last_day: string;
  readonly object_versions: number;
  readonly object_bytes: number;
  /** Requests that listing them takes. */
  readonly list_requests: number;
  /** By storage class, the largest first; empty where the source has none. */
  readonly storage_classes: readonly ClassTotal[];
}

/** Object versions of one storage class. */
export interface ClassTotal {
  readonly storage_class: string;
  readonly object_versions: number;
  readonly object_bytes: number;
}

/** Versions that S3 tells of in one answer. */
const LISTED_AT_ONCE = 1_000;

/** Lists, without reading or writing anything, what an export would read. Throws UserError. */
export async function planExport({ period }: Selection, { source, path }: Archive): Promise<ExportPlan> {
  const days = windowDays(period);
  const { versions } = await takeInventory(source, path, days);
  return {
    first_day: days[0]!,
    last_day: days[days.length - 1]!,
    object_versions: versions.length,
    object_bytes: bytesOf(versions),
    list_requests: listRequests(path, days, versions),
    storage_classes: byStorageClass(versions),
  };
}

/** Each day is listed by itself, in the archive and among the late entries. Delete markers are listed, too; they are too few to count. */
function listRequests(path: string, days: readonly string[], versions: readonly ObjectVersion[]): number {
  const perPrefix = new Map<string, number>(
    days.flatMap((day) => dayPrefixes(path, day)).map((prefix) => [prefix, 0]),
  );
  for (const { key } of versions) {
    const prefix = key.slice(0, key.indexOf("/hour=") + 1);
    perPrefix.set(prefix, (perPrefix.get(prefix) ?? 0) + 1);
  }
  return [...perPrefix.values()].reduce(
    (sum, listed) => sum + Math.max(1, Math.ceil(listed / LISTED_AT_ONCE)),
    0,
  );
}

function byStorageClass(versions: readonly ObjectVersion[]): ClassTotal[] {
  const byClass = new Map<string, ObjectVersion[]>();
  for (const version of versions) {
    const { storageClass } = version;
    if (storageClass === undefined) continue;
    const held = byClass.get(storageClass) ?? [];
    held.push(version);
    byClass.set(storageClass, held);
  }
  return [...byClass]
    .map(([storageClass, held]) => ({
      storage_class: storageClass,
      object_versions: held.length,
      object_bytes: bytesOf(held),
    }))
    .sort((a, b) => b.object_bytes - a.object_bytes || (a.storage_class < b.storage_class ? -1 : 1));
}

function bytesOf(versions: readonly ObjectVersion[]): number {
  return versions.reduce((sum, { bytes }) => sum + bytes, 0);
}
