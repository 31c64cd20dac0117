import { envelopeDigest } from "./envelope";
import type { RecordFinding } from "./findings";
import type { KeyRing } from "./key-ring";
import { peekRecord } from "./peek";
import { readRecords } from "./read-records";
import { KEY_STREAM, placeOf, StreamName } from "./record-key";
import { withRevocations } from "./revocation";
import type { KnownStatement } from "./statement";
import type { RecordStore } from "./store";
import { StreamCheck } from "./stream-check";

/** A record, and what speaks against acting on what it says. */
export interface JudgedRecord {
  readonly key: string;
  readonly stream: string;
  readonly sequence: number;
  /** SHA-256 of the envelope, hex. */
  readonly sha256: string;
  /** What it says. To be relied on only where nothing speaks against it. */
  readonly said: KnownStatement;
  readonly against: readonly RecordFinding[];
}

/**
 * Findings after which the chain from the first record on is not known any more. Others stay where they were found: what
 * somebody laid over an old record, or a forged one that stands between, must not end all work for ever.
 */
export const BREAKS_CHAIN: ReadonlySet<string> = new Set([
  "sequence-missing",
  "previous-mismatch",
  "record-unreadable",
]);

/**
 * Reads streams to act on what their records say: each with all that speaks against it. That is what is wrong with the
 * record itself, or with the chain up to it; and, for all of them, a broken chain in stream `keys`, because then a
 * revocation may be missing. Records that say nothing readable are passed over.
 *
 * @param wanted which streams to read, by name
 * @throws UserError when the store cannot be read at all
 */
export async function judgedRecords(
  store: RecordStore,
  ring: KeyRing,
  wanted: (stream: string) => boolean,
): Promise<readonly JudgedRecord[]> {
  const names = (await store.streams()).filter((name) => StreamName.safeParse(name).success);
  const keys = names.includes(KEY_STREAM) ? await judgeStream(store, KEY_STREAM, ring) : undefined;
  const heeded = withRevocations(ring, keys?.revocations ?? []);
  const revocationsMissing = (keys?.findings ?? []).filter(({ code }) => BREAKS_CHAIN.has(code));
  const judged: JudgedRecord[] = [];
  for (const name of names.filter(wanted)) {
    const { said, findings } = await judgeStream(store, name, heeded);
    for (const record of said) {
      const against = findings.filter((finding) => speaksAgainst(finding, record));
      judged.push({ ...record, against: [...against, ...revocationsMissing] });
    }
  }
  return judged;
}

async function judgeStream(store: RecordStore, stream: string, ring: KeyRing) {
  const check = new StreamCheck(stream, ring, undefined);
  const said: Omit<JudgedRecord, "against">[] = [];
  for await (const record of readRecords(store, stream)) {
    check.next(record);
    const place = placeOf(record.stored.key);
    if (place === undefined || !Buffer.isBuffer(record.bytes)) continue;
    const peeked = peekRecord(record.bytes);
    if (typeof peeked === "string") continue;
    said.push({
      key: record.stored.key,
      ...place,
      sha256: envelopeDigest(record.bytes),
      said: peeked.said,
    });
  }
  const { findings, revocations } = check.finish();
  return { said, findings, revocations };
}

/** Whether a finding in a stream speaks against acting on one of its records. */
export function speaksAgainst(
  { key, code }: RecordFinding,
  record: Pick<JudgedRecord, "key" | "sequence">,
): boolean {
  if (key === record.key) return true;
  if (!BREAKS_CHAIN.has(code)) return false;
  const found = placeOf(key)?.sequence ?? 0;
  // Where two neighbours do not fit, either of them may be the one that was exchanged.
  return record.sequence >= (code === "previous-mismatch" ? found - 1 : found);
}
