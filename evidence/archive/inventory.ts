import type { ArchiveFindingCode, Finding } from "./finding";
import { classifyKey, dayPrefixes } from "./layout";
import type { ArchiveSource, ObjectVersion } from "./source";

/** What lies in the archive for some days. */
export interface Inventory {
  /** Every version of every archived object, ordered by key, then oldest first. */
  readonly versions: readonly ObjectVersion[];
  readonly findings: readonly Finding<ArchiveFindingCode>[];
}

/** Days listed at once: ten years are 3,653 of them, each at least one request. */
const LISTED_AT_ONCE = 16;

/** Lists all versions and delete markers of the archive at `path` for the given UTC days (`YYYY-MM-DD`). */
export async function takeInventory(
  source: ArchiveSource,
  path: string,
  days: readonly string[],
): Promise<Inventory> {
  const all: Inventory[] = [];
  for (let at = 0; at < days.length; at += LISTED_AT_ONCE) {
    const some = days.slice(at, at + LISTED_AT_ONCE);
    all.push(...(await Promise.all(some.map((day) => inventoryOfDay(source, path, day)))));
  }
  return {
    versions: all.flatMap(({ versions }) => versions),
    findings: all.flatMap(({ findings }) => findings),
  };
}

async function inventoryOfDay(source: ArchiveSource, path: string, day: string): Promise<Inventory> {
  const listed: ObjectVersion[] = [];
  for (const prefix of dayPrefixes(path, day))
    for await (const version of source.list(prefix)) listed.push(version);
  const byKey = new Map<string, ObjectVersion[]>();
  const findings: Finding<ArchiveFindingCode>[] = [];
  for (const version of listed.sort(byKeyAndTime)) {
    const { key, versionId } = version;
    const found = classifyKey(path, key);
    if (found.kind === "archive") byKey.set(key, [...(byKey.get(key) ?? []), version]);
    if (found.kind === "unknown") {
      findings.push({ code: "unknown-key", key, version_id: versionId, reason: found.reason });
    }
  }
  for (const [key, ordered] of byKey) findings.push(...versionFindings(key, ordered));
  const versions = [...byKey.values()].flat().filter(({ deleteMarker }) => !deleteMarker);
  return { versions, findings };
}

function versionFindings(key: string, ordered: readonly ObjectVersion[]): Finding<ArchiveFindingCode>[] {
  const written = ordered.filter((version) => !version.deleteMarker);
  const findings: Finding<ArchiveFindingCode>[] = ordered
    .filter((version) => version.deleteMarker)
    .map(({ versionId, writtenAt }) => ({
      code: "delete-marker",
      key,
      version_id: versionId,
      reason: `laid at ${writtenAt} over ${written.length} version(s)`,
    }));
  if (written.length > 1) {
    const list = written.map(({ versionId, writtenAt }) => `${versionId} (${writtenAt})`).join(", ");
    findings.push({
      code: "several-versions",
      key,
      reason: `${written.length} versions, oldest first: ${list}`,
    });
  }
  return findings;
}

function byKeyAndTime(a: ObjectVersion, b: ObjectVersion): number {
  return compare(a.key, b.key) || compare(a.writtenAt, b.writtenAt) || compare(a.versionId, b.versionId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
