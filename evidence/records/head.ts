import { recordHeadUnreadable } from "../../errors";
import { UnreadableObject, type ObjectVersion } from "../archive";
import { GENESIS } from "../event";
import { envelopeDigest } from "./envelope";
import { LAST_SEQUENCE, placeOf, recordKey, streamPrefix } from "./record-key";
import type { RecordStore, StoredKey } from "./store";

/** The last record of a stream: what the next one is chained to. */
export interface Head {
  readonly sequence: number;
  /** SHA-256 of the envelope's bytes, hex. */
  readonly sha256: string;
}

/** The head of a stream without records. */
const NO_RECORD: Head = { sequence: 0, sha256: GENESIS };

/** How many keys are walked one by one before the head is searched by halving. */
const WALKED = 1000;

/**
 * The head of a stream, whatever its record says: a forged record that stands there first is chained to as well, so
 * that it cannot be exchanged afterwards. Keys with nothing but delete markers hold no record.
 *
 * @throws UserError when the store, or the head's bytes, cannot be read
 */
export async function readHead(store: RecordStore, stream: string): Promise<Head> {
  return (await readBehind(store, stream, NO_RECORD)).head;
}

/**
 * What stands behind a head that was seen before: the very next record, and the head now. Reads nothing else.
 *
 * @returns the known head, and no next record, when nothing is behind it
 * @throws as {@link readHead}
 */
export async function readBehind(
  store: RecordStore,
  stream: string,
  known: Head,
): Promise<{ next?: StoredKey; head: Head }> {
  const found = await endsBehind(store, stream, known.sequence);
  if (found === undefined) return { head: known };
  const { first, last } = found;
  const bytes = await store.read(last.stored.versions[0]).catch((error: unknown) => {
    throw error instanceof UnreadableObject ? recordHeadUnreadable(error.key, error.reason) : error;
  });
  const head = { sequence: last.sequence, sha256: envelopeDigest(bytes) };
  return { head, ...(first.sequence === known.sequence + 1 && { next: first.stored }) };
}

/** A key under which a record stands. */
interface Standing {
  readonly sequence: number;
  readonly stored: StoredKey & { readonly versions: readonly [ObjectVersion, ...ObjectVersion[]] };
}

async function endsBehind(
  store: RecordStore,
  stream: string,
  sequence: number,
): Promise<{ first: Standing; last: Standing } | undefined> {
  let ends: { first: Standing; last: Standing } | undefined;
  let walked = 0;
  for await (const standing of recordsBehind(store, stream, sequence)) {
    ends = { first: ends?.first ?? standing, last: standing };
    if (++walked < WALKED) continue;
    const farther = await endsBehind(store, stream, await skip(store, stream, standing.sequence));
    return { ...ends, ...(farther && { last: farther.last }) };
  }
  return ends;
}

/** A sequence not far before the last one: steps that double while something is behind them, then halve. */
async function skip(store: RecordStore, stream: string, from: number): Promise<number> {
  const isBefore = async (sequence: number) =>
    sequence < LAST_SEQUENCE && (await recordsBehind(store, stream, sequence).next()).done === false;
  let reached = from;
  let step = WALKED;
  for (; await isBefore(reached + step); step *= 2) reached += step;
  for (step /= 2; step >= WALKED; step /= 2) if (await isBefore(reached + step)) reached += step;
  return reached;
}

async function* recordsBehind(
  store: RecordStore,
  stream: string,
  sequence: number,
): AsyncGenerator<Standing> {
  const after = sequence === 0 ? undefined : recordKey(stream, sequence);
  for await (const stored of store.list(streamPrefix(stream), after)) {
    const place = placeOf(stored.key);
    const [first, ...others] = stored.versions;
    if (place === undefined || first === undefined) continue;
    yield { sequence: place.sequence, stored: { ...stored, versions: [first, ...others] } };
  }
}
