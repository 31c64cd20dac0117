import { GENESIS } from "../event";
import { envelopeDigest } from "./envelope";
import type { Fault, RecordFinding } from "./findings";
import type { Head } from "./head";
import { judgeRecord, type Judgement } from "./judge";
import type { KeyRing } from "./key-ring";
import type { StoredRecord } from "./read-records";
import { placeOf, recordKey, type Place } from "./record-key";
import { heedRevocations, revocationOf, type Revocation, type SignedRecord } from "./revocation";
import type { StoredKey } from "./store";

/** Clocks of two writers may differ; beyond this a record that is older than the one before it is a finding. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Whether the stream is whole up to a remembered head; `unknown` is no pass. */
export interface TailClaim {
  readonly whole: "yes" | "no" | "unknown";
  readonly because: string;
}

/** What checking a stream came to. */
export interface StreamVerification {
  readonly stream: string;
  /** Records that stand in the stream, sound or not. */
  readonly records: number;
  /** Where the stream ends now: worth remembering outside the store. */
  readonly head?: Head;
  readonly tail: TailClaim;
  /** In order of the keys. */
  readonly findings: readonly RecordFinding[];
  /** Revocations in this stream that count. */
  readonly revocations: readonly Revocation[];
}

/** Checks the records of one stream, given in order. */
export class StreamCheck {
  readonly #findings: RecordFinding[] = [];
  readonly #signed: SignedRecord[] = [];
  #records = 0;
  /** The last number seen, and the digest of its envelope where that is known. */
  #last: { readonly sequence: number; readonly sha256?: string } = { sequence: 0, sha256: GENESIS };
  #lastTime = 0;
  #digestAtExpected: string | undefined;

  constructor(
    private readonly stream: string,
    private readonly ring: KeyRing,
    private readonly expectedHead: Head | undefined,
  ) {}

  /** Takes what stands under the next key. */
  next({ stored, bytes }: StoredRecord): void {
    const place = placeOf(stored.key);
    if (place === undefined)
      return this.#find(stored.key, { code: "unknown-name", reason: "it was not read" });
    this.#findLaidOver(stored);
    if (stored.withheld !== undefined) return this.#pass(stored.withheld, place.sequence);
    if (bytes === undefined) return;
    this.#records++;
    this.#findMissing(place.sequence);
    if (typeof bytes === "string") {
      this.#find(stored.key, { code: "record-unreadable", reason: bytes });
      this.#last = { sequence: place.sequence };
      return;
    }
    this.#findFaults(stored.key, place, judgeRecord(bytes, place, this.ring));
    this.#last = { sequence: place.sequence, sha256: envelopeDigest(bytes) };
    if (place.sequence === this.expectedHead?.sequence) this.#digestAtExpected = this.#last.sha256;
  }

  /**
   * What the keys given so far come to; more may follow.
   * @param ring with the revocations known by now
   */
  finish(ring = this.ring): StreamVerification {
    const findings = [...this.#findings];
    if (this.#records === 0) {
      const reason = `stream ${this.stream} has no record`;
      findings.push({ code: "stream-empty", reason, key: recordKey(this.stream, 1) });
    }
    const { inForce, revoked } = heedRevocations(this.#signed, ring);
    for (const { record, reason } of revoked) findings.push({ code: "revoked-key", reason, key: record.key });
    const { tail, finding } = this.#compareWithExpected();
    if (finding) findings.push(finding);
    const { sequence, sha256 } = this.#last;
    return {
      stream: this.stream,
      records: this.#records,
      ...(sequence > 0 && sha256 !== undefined && { head: { sequence, sha256 } }),
      tail,
      findings: findings.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
      revocations: inForce,
    };
  }

  /** Records that are not here; the next one tells by its `previous` whether the digest named for the last of them is its. */
  #pass({ first, sha256 }: NonNullable<StoredKey["withheld"]>, last: number): void {
    this.#records += last - first + 1;
    this.#findMissing(first);
    this.#last = { sequence: last, sha256 };
  }

  #findLaidOver({ key, versions, deleteMarkers }: StoredKey): void {
    for (const { versionId, writtenAt } of versions.slice(1)) {
      this.#find(key, { code: "second-version", reason: `written at ${writtenAt}` }, versionId);
    }
    for (const { versionId, writtenAt } of deleteMarkers) {
      this.#find(key, { code: "delete-marker", reason: `laid at ${writtenAt}` }, versionId);
    }
  }

  #findMissing(sequence: number): void {
    const missing = sequence - this.#last.sequence - 1;
    if (missing === 0) return;
    const first = this.#last.sequence + 1;
    const reason = missing === 1 ? `number ${first}` : `numbers ${first} to ${sequence - 1}`;
    this.#find(recordKey(this.stream, first), { code: "sequence-missing", reason });
  }

  #findFaults(key: string, { sequence }: Place, { faults, signed }: Judgement): void {
    for (const fault of faults) this.#find(key, fault);
    if (signed === undefined) return;
    const { previous, recordedAt } = signed.said.statement.predicate;
    if (
      sequence === this.#last.sequence + 1 &&
      this.#last.sha256 !== undefined &&
      previous !== this.#last.sha256
    ) {
      const reason = `it was written after ${previous}, and stands after ${this.#last.sha256}`;
      this.#find(key, { code: "previous-mismatch", reason });
    }
    const time = Date.parse(recordedAt);
    if (time < this.#lastTime - CLOCK_TOLERANCE_MS) {
      const reason = `of ${recordedAt}, after one of ${new Date(this.#lastTime).toISOString()}`;
      this.#find(key, { code: "time-reversed", reason });
    }
    this.#lastTime = time;
    const { revokes, faults: revocationFaults } = revocationOf(signed.said, this.ring);
    for (const fault of revocationFaults) this.#find(key, fault);
    const entitled = faults.length === 0;
    this.#signed.push({ key, keyId: signed.keyId, recordedAt, ...(entitled && revokes && { revokes }) });
  }

  #compareWithExpected(): { readonly tail: TailClaim; readonly finding?: RecordFinding } {
    if (this.expectedHead === undefined) {
      return unknown("no remembered head was given to compare with");
    }
    const { sequence, sha256 } = this.expectedHead;
    const key = recordKey(this.stream, sequence);
    if (sequence > this.#last.sequence) {
      const reason = `the stream ends at number ${this.#last.sequence}; number ${sequence} is known to have been there`;
      return { tail: { whole: "no", because: reason }, finding: { code: "truncated", reason, key } };
    }
    if (this.#digestAtExpected === undefined) return unknown(`number ${sequence} could not be read`);
    if (this.#digestAtExpected === sha256) {
      return { tail: { whole: "yes", because: `number ${sequence} is the record that was remembered` } };
    }
    const reason = `number ${sequence} has digest ${this.#digestAtExpected}, remembered was ${sha256}`;
    return { tail: { whole: "no", because: reason }, finding: { code: "head-mismatch", reason, key } };
  }

  #find(key: string, fault: Fault, versionId?: string): void {
    this.#findings.push({ ...fault, key, ...(versionId !== undefined && { versionId }) });
  }
}

const unknown = (because: string) => ({ tail: { whole: "unknown", because } as const });
