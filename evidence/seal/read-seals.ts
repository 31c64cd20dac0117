import { addDays, UnreadableObject, type ObjectVersion } from "../archive";
import type { RecordStore, StoredKey } from "../records";
import { MAX_RECORD_BYTES } from "../records/details";
import { streamPrefix } from "../records/record-key";
import { SEAL_STREAM, sealNumber, stampPlace, STAMPS } from "./keys";

/** A time stamp as it stands beside a seal; nothing about it is checked. */
export interface StoredStamp {
  readonly number: number;
  readonly key: string;
  /** First version; as text, why it could not be read; nothing where only delete markers stand. */
  readonly bytes: Buffer | string | undefined;
  /** Versions and delete markers laid over the first. */
  readonly laidOver: readonly ObjectVersion[];
}

/** A seal as it stands in the store, with its stamps; nothing about it is checked. */
export interface StoredSeal {
  readonly sequence: number;
  readonly key: string;
  /** First version; as text, why it could not be read. */
  readonly bytes: Buffer | string;
  /** In order of their numbers. */
  readonly stamps: readonly StoredStamp[];
}

/**
 * Seals in order, with their stamps, one in memory at a time. A seal may have 22 MB.
 *
 * @param since first UTC day (`YYYY-MM-DD`) of the archive they are wanted for: seals written before that day are left
 *   out, with two days of grace. All by default. Later ones are never left out: a late seal may list an old day.
 * @throws UserError when the store cannot be read
 */
export async function* readSeals(store: RecordStore, since?: string): AsyncGenerator<StoredSeal> {
  const stamps = await listStamps(store);
  const earliest = since === undefined ? "" : addDays(since, -2);
  for await (const stored of store.list(streamPrefix(SEAL_STREAM))) {
    const sequence = sealNumber(stored.key);
    const [first] = stored.versions;
    // Told by the store, not the seal: a store's time is never before the seal's own, save in a tampered copy.
    if (sequence === undefined || first === undefined || first.writtenAt < earliest) continue;
    yield await withStamps(store, stored, sequence, stamps.get(sequence) ?? []);
  }
}

/** Keys of stamps by the number of their seal. Names that no stamp has are left out: nothing reads them. */
export async function listStamps(store: RecordStore): Promise<Map<number, StoredKey[]>> {
  const bySeal = new Map<number, StoredKey[]>();
  for await (const stored of store.list(STAMPS)) {
    const place = stampPlace(stored.key);
    if (place === undefined) continue;
    bySeal.set(place.sequence, [...(bySeal.get(place.sequence) ?? []), stored]);
  }
  return bySeal;
}

async function withStamps(
  store: RecordStore,
  { key, versions }: StoredKey,
  sequence: number,
  stampKeys: readonly StoredKey[],
): Promise<StoredSeal> {
  const stamps = await Promise.all(stampKeys.map((stored) => readStamp(store, stored)));
  const bytes = (await firstVersion(store, versions)) ?? "nothing but delete markers stands there";
  return { sequence, key, bytes, stamps: stamps.sort((a, b) => a.number - b.number) };
}

async function readStamp(
  store: RecordStore,
  { key, versions, deleteMarkers }: StoredKey,
): Promise<StoredStamp> {
  const laidOver = [...versions.slice(1), ...deleteMarkers];
  return { number: stampPlace(key)!.number, key, bytes: await firstVersion(store, versions), laidOver };
}

async function firstVersion(store: RecordStore, [first]: readonly ObjectVersion[]) {
  if (first === undefined) return undefined;
  if (first.bytes > MAX_RECORD_BYTES) return `it has ${first.bytes} bytes, more than any seal or stamp`;
  try {
    return await store.read(first);
  } catch (error) {
    if (error instanceof UnreadableObject) return error.reason;
    throw error;
  }
}
