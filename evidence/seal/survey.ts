import { UnreadableObject } from "../archive";
import type { RecordStore, StoredKey } from "../records";
import { streamPrefix } from "../records/record-key";
import { SEAL_STREAM, sealNumber } from "./keys";
import { readSeal, type Seal } from "./seal";

/** Where the stream of seals stands, taken at its word. */
export interface Survey {
  /** Keys under which a seal stands, in order. */
  readonly keys: readonly { readonly sequence: number; readonly stored: StoredKey }[];
  readonly newest?: Seal;
  /** The newest that ended its look. */
  readonly complete?: Seal;
  /** First day of a look that broke off behind that one. */
  readonly unfinishedFrom?: string;
}

/** Looks at the stream from its end backwards, as far as the last look that was ended. */
export async function survey(store: RecordStore): Promise<Survey> {
  const keys: { sequence: number; stored: StoredKey }[] = [];
  for await (const stored of store.list(streamPrefix(SEAL_STREAM))) {
    const sequence = sealNumber(stored.key);
    if (sequence !== undefined && stored.versions.length > 0) keys.push({ sequence, stored });
  }
  let newest: Seal | undefined;
  let unfinishedFrom: string | undefined;
  for (const { sequence, stored } of keys.toReversed()) {
    const seal = await sealAt(store, sequence, stored);
    if (seal === undefined) continue;
    newest ??= seal;
    const { continues, window } = seal.details;
    if (!continues)
      return { keys, newest, complete: seal, ...(unfinishedFrom !== undefined && { unfinishedFrom }) };
    if (unfinishedFrom === undefined || window.from < unfinishedFrom) unfinishedFrom = window.from;
  }
  return { keys, ...(newest && { newest }) };
}

/** The seal under a key; nothing when it cannot be read, which its verification names. */
export async function sealAt(
  store: RecordStore,
  sequence: number,
  stored: StoredKey,
): Promise<Seal | undefined> {
  try {
    const seal = readSeal(await store.read(stored.versions[0]!), sequence);
    return typeof seal === "string" ? undefined : seal;
  } catch (error) {
    if (error instanceof UnreadableObject) return undefined;
    throw error;
  }
}
