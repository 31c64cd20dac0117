import { envelopeDigest } from "./envelope";
import type { RecordFinding } from "./findings";
import type { KeyRing } from "./key-ring";
import { peekRecord } from "./peek";
import { readRecords } from "./read-records";
import { KEY_STREAM, placeOf } from "./record-key";
import { BREAKS_CHAIN, speaksAgainst, type JudgedRecord } from "./relied";
import { withRevocations } from "./revocation";
import type { RecordStore } from "./store";
import { StreamCheck } from "./stream-check";

/** What a program keeps of a record it followed. */
export interface Followed<Kept> extends Pick<JudgedRecord, "key" | "sequence" | "sha256"> {
  readonly kept: Kept;
  /** What speaks against acting on it. */
  readonly against: readonly RecordFinding[];
}

/** A stream as a program that follows it knows it. */
export interface Following<Kept> {
  readonly records: readonly Followed<Kept>[];
  /** Findings after which the chain of the stream, or of the one about keys, is not known any more. */
  readonly broken: readonly RecordFinding[];
  /** Everything that was found in the stream, records that are of no interest included. */
  readonly findings: readonly RecordFinding[];
}

/**
 * A stream read as `judgedRecords` reads it, by a program that goes on and acts on each record again and again: what was
 * read and checked once is not read again. Revocations in stream `keys` are looked for each time, and judge all anew.
 */
export class FollowedStream<Kept> {
  #own: Read<Kept>;
  #keys: Read<undefined>;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param keep what to keep of a record; nothing for one that is of no interest */
  constructor(
    private readonly store: RecordStore,
    private readonly stream: string,
    private readonly ring: KeyRing,
    private readonly keep: (record: Omit<JudgedRecord, "against">) => Kept | undefined,
  ) {
    this.#own = this.#fromTheFirst();
    this.#keys = this.#keysFromTheFirst();
  }

  /** Reads what came since. @throws UserError when the store cannot be read */
  now(): Promise<Following<Kept>> {
    const turn = this.#turn.then(() => this.#read());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #read(): Promise<Following<Kept>> {
    await Promise.all([this.#own.goOn(), this.#keys.goOn()]);
    const keys = this.#keys.check.finish();
    const { findings } = this.#own.check.finish(withRevocations(this.ring, keys.revocations));
    const revocationsMissing = keys.findings.filter(({ code }) => BREAKS_CHAIN.has(code));
    const records = this.#own.records.map((record) => ({
      ...record,
      against: [...findings.filter((finding) => speaksAgainst(finding, record)), ...revocationsMissing],
    }));
    const broken = [...findings.filter(({ code }) => BREAKS_CHAIN.has(code)), ...revocationsMissing];
    if (broken.length > 0) {
      // What could not be read may be readable the next time.
      this.#own = this.#fromTheFirst();
      this.#keys = this.#keysFromTheFirst();
    }
    return { records, broken, findings };
  }

  #fromTheFirst(): Read<Kept> {
    return new Read(this.store, this.stream, this.ring, this.keep);
  }

  #keysFromTheFirst(): Read<undefined> {
    return new Read(this.store, KEY_STREAM, this.ring, () => undefined);
  }
}

/** How far a stream was read. */
class Read<Kept> {
  readonly check: StreamCheck;
  readonly records: Omit<Followed<Kept>, "against">[] = [];
  #last: string | undefined;

  constructor(
    private readonly store: RecordStore,
    private readonly stream: string,
    ring: KeyRing,
    private readonly keep: (record: Omit<JudgedRecord, "against">) => Kept | undefined,
  ) {
    this.check = new StreamCheck(stream, ring, undefined);
  }

  async goOn(): Promise<void> {
    for await (const record of readRecords(this.store, this.stream, this.#last)) {
      this.check.next(record);
      this.#last = record.stored.key;
      const place = placeOf(record.stored.key);
      if (place === undefined || !Buffer.isBuffer(record.bytes)) continue;
      const peeked = peekRecord(record.bytes);
      if (typeof peeked === "string") continue;
      const found = { key: record.stored.key, ...place, sha256: envelopeDigest(record.bytes) };
      const kept = this.keep({ ...found, said: peeked.said });
      const { key, sequence, sha256 } = found;
      if (kept !== undefined) this.records.push({ key, sequence, sha256, kept });
    }
  }
}
