import { MAX_RECORD_BYTES } from "./details";
import { readAhead, UnreadableObject } from "../archive";
import { streamPrefix } from "./record-key";
import type { RecordStore, StoredKey } from "./store";

/** How many records are fetched at a time. */
const AHEAD = 16;

/** What stands under one key of a stream, with the bytes of its first version. */
export interface StoredRecord {
  readonly stored: StoredKey;
  /** The first version; as text, why it could not be read; nothing where there is none. */
  readonly bytes: Buffer | string | undefined;
}

/**
 * All keys of a stream in order, with the bytes of their first versions; only those behind the key `after`, where given.
 * Throws UserError for faults of the store.
 */
export function readRecords(store: RecordStore, stream: string, after?: string): AsyncIterable<StoredRecord> {
  return readAhead(store.list(streamPrefix(stream), after), AHEAD, async (stored) => ({
    stored,
    bytes: await firstVersion(store, stored),
  }));
}

/** What stands under one key; nothing when nothing does. */
export async function readRecord(store: RecordStore, key: string): Promise<StoredRecord | undefined> {
  for await (const stored of store.list(key)) {
    if (stored.key === key) return { stored, bytes: await firstVersion(store, stored) };
  }
  return undefined;
}

async function firstVersion(store: RecordStore, { versions: [first] }: StoredKey) {
  if (first === undefined) return undefined;
  if (first.bytes > MAX_RECORD_BYTES)
    return `it has ${first.bytes} bytes; no record has more than ${MAX_RECORD_BYTES}`;
  try {
    return await store.read(first);
  } catch (error) {
    if (error instanceof UnreadableObject) return error.reason;
    throw error;
  }
}
