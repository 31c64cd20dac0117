import { addDays, classifyKey, dayPrefixes, type ArchiveSource, type ObjectVersion } from "../archive";
import { archivePrefixes } from "../archive/layout";
import type { RecordStore } from "../records";
import { readSeals } from "./read-seals";
import { readSeal, versionRef, type Seal } from "./seal";

/**
 * How many days before the last seal's are listed again. Datadog's intake refuses events older than 18 hours; what an
 * archive writes later still is found by `--from` or `--all` only.
 */
export const LATE_DAYS = 3;

/** What earlier seals say of the days looked at. */
export interface SealedBefore {
  /** Versions by ref, with the number of the seal that lists each. */
  readonly versions: ReadonlyMap<string, Listed>;
  /** Delete markers, and versions named as gone, by ref. */
  readonly named: ReadonlySet<string>;
}

interface Listed {
  readonly key: string;
  readonly versionId: string;
  readonly day: string;
  readonly sealedBy: number;
}

/** What one day of the archive holds that no seal lists. */
export interface DayLook {
  /** By key, then oldest first. */
  readonly fresh: readonly ObjectVersion[];
  /** Those of them that lie over an older version of their key. */
  readonly later: readonly ObjectVersion[];
  readonly deleteMarkers: readonly ObjectVersion[];
  readonly gone: readonly Listed[];
}

/** Days to look at: from some days before the last whole look up to tomorrow, for a log's own clock may be ahead. */
export async function windowOf(
  archive: { readonly source: ArchiveSource; readonly path: string },
  last: { readonly complete?: Seal | undefined; readonly unfinishedFrom?: string | undefined },
  asked: { readonly from?: string | undefined; readonly all?: boolean },
  now: Date,
): Promise<{ from: string; to: string }> {
  const to = addDays(now.toISOString().slice(0, 10), 1);
  if (asked.from !== undefined) return { from: asked.from, to };
  if (asked.all || last.complete === undefined) {
    const [first = to, end = to] = await boundsOf(archive);
    return { from: first < to ? first : to, to: end > to ? end : to };
  }
  const lastLook = last.complete.details.listedAt.slice(0, 10);
  // A clock that was ahead must not make the look skip days.
  const today = addDays(to, -1);
  const usual = addDays(lastLook < today ? lastLook : today, -LATE_DAYS);
  const { unfinishedFrom = usual } = last;
  return { from: unfinishedFrom < usual ? unfinishedFrom : usual, to };
}

/** First and last day there is in the archive; found by listing all of it. */
async function boundsOf({ source, path }: { source: ArchiveSource; path: string }): Promise<string[]> {
  let bounds: string[] = [];
  for (const prefix of archivePrefixes(path)) {
    for await (const { key } of source.list(prefix)) {
      const found = classifyKey(path, key);
      if (found.kind !== "archive") continue;
      const [first = found.day, last = found.day] = bounds;
      bounds = [found.day < first ? found.day : first, found.day > last ? found.day : last];
    }
  }
  return bounds;
}

/** Collects what seals say of versions in a range of days. Seals that cannot be read list nothing. */
export async function sealedBefore(
  store: RecordStore,
  path: string,
  { from, to }: { from: string; to: string },
): Promise<SealedBefore> {
  const versions = new Map<string, Listed>();
  const named = new Set<string>();
  for await (const { sequence, bytes } of readSeals(store, from)) {
    const seal = Buffer.isBuffer(bytes) ? readSeal(bytes, sequence) : bytes;
    if (typeof seal === "string") continue;
    const { objects, deleteMarkers, gone } = seal.details;
    for (const { key, versionId } of objects) {
      const found = classifyKey(path, key);
      if (found.kind !== "archive" || found.day < from || found.day > to) continue;
      versions.set(versionRef(key, versionId), { key, versionId, day: found.day, sealedBy: sequence });
    }
    for (const { key, versionId } of [...deleteMarkers, ...gone]) named.add(versionRef(key, versionId));
  }
  return { versions, named };
}

/** Lists one day and tells what no seal lists. */
export async function lookAtDay(
  { source, path }: { readonly source: ArchiveSource; readonly path: string },
  day: string,
  before: SealedBefore,
): Promise<DayLook> {
  const listed: ObjectVersion[] = [];
  for (const prefix of dayPrefixes(path, day))
    for await (const version of source.list(prefix))
      if (classifyKey(path, version.key).kind === "archive") listed.push(version);
  listed.sort(byKeyAndTime);
  const refs = new Set(listed.map(({ key, versionId }) => versionRef(key, versionId)));
  const written = listed.filter(({ deleteMarker }) => !deleteMarker);
  const fresh = written.filter(({ key, versionId }) => !before.versions.has(versionRef(key, versionId)));
  // Two versions may bear one time, in seconds: what is new over a sealed version is the later one whatever their order.
  const first = new Map<string, ObjectVersion>();
  const isFresh = new Set(fresh);
  for (const version of [...written.filter((one) => !isFresh.has(one)), ...fresh])
    if (!first.has(version.key)) first.set(version.key, version);
  return {
    fresh,
    later: fresh.filter((version) => first.get(version.key) !== version),
    deleteMarkers: listed.filter(
      ({ deleteMarker, key, versionId }) => deleteMarker && !before.named.has(versionRef(key, versionId)),
    ),
    gone: [...before.versions].flatMap(([ref, one]) =>
      one.day === day && !refs.has(ref) && !before.named.has(ref) ? [one] : [],
    ),
  };
}

function byKeyAndTime(a: ObjectVersion, b: ObjectVersion): number {
  return compare(a.key, b.key) || compare(a.writtenAt, b.writtenAt) || compare(a.versionId, b.versionId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
