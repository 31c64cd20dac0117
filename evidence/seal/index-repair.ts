import type { ArchiveSource } from "../archive";
import type { RecordStore, StoredKey } from "../records";
import type { SealFinding } from "./findings";
import { gather, withIndex } from "./gather";
import { INDEX, indexKey, indexPlace, sealKey } from "./keys";
import { putOnce } from "./put-once";
import { sealAt } from "./survey";

interface SealPlace {
  readonly sequence: number;
  readonly stored: StoredKey;
}

/** Seals over whose objects no index stands. */
export async function indexMissing(store: RecordStore, keys: readonly SealPlace[]): Promise<SealPlace[]> {
  const indexed = new Set<number>();
  for await (const { key, versions } of store.list(INDEX)) {
    const place = indexPlace(key);
    if (place !== undefined && versions.length > 0) indexed.add(place.sequence);
  }
  return keys.filter(({ sequence }) => !indexed.has(sequence));
}

/**
 * Makes the index of one seal again, from the objects it lists. Nothing is written when one cannot be read, or is not
 * what was sealed: both are findings.
 */
export async function rebuildIndex(
  job: {
    readonly archive: { readonly source: ArchiveSource };
    readonly store: RecordStore;
    readonly work: string;
  },
  sequence: number,
  stored: StoredKey,
): Promise<{ key?: string; findings: readonly SealFinding[] }> {
  const seal = await sealAt(job.store, sequence, stored);
  if (seal === undefined) {
    const reason = "the seal cannot be read";
    return { findings: [{ code: "index-missing", key: sealKey(sequence), reason }] };
  }
  const { objects } = seal.details;
  const versions = objects.map((object) => ({ ...object, deleteMarker: false }));
  const findings: SealFinding[] = [];
  return withIndex(job.work, async (index) => {
    let at = 0;
    const found = gather(job.archive.source, versions, job.work, (version, entry) =>
      index.add(version, entry),
    );
    for await (const object of found) {
      const { key, versionId, sha256 } = objects[at++]!;
      if ("unreadable" in object)
        findings.push({
          code: "index-missing",
          key: sealKey(sequence),
          reason: `${key}: ${object.unreadable}`,
        });
      else if (object.sha256 !== sha256)
        findings.push({
          code: "sealed-digest-differs",
          key,
          versionId,
          reason: digests(object.sha256, sha256),
        });
    }
    if (findings.length > 0) return { findings };
    const key = indexKey(sequence, seal.recordedAt);
    await putOnce(job.store, key, await index.finish());
    return { key, findings };
  });
}

/** Both digests, for a finding. */
export function digests(found: string, sealed: string): string {
  return `its digest is ${found}, sealed was ${sealed}`;
}
