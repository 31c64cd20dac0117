import { envelopeDigest, readRecord, recordKey, type RecordStore } from "../records";
import type { SealFinding } from "./findings";
import type { Seal } from "./seal";

/** Looks whether the heads of other streams that seals name are still there; each head once. */
export class SealedHeads {
  readonly #checked = new Set<string>();

  constructor(private readonly store: RecordStore) {}

  async check({ sequence, details }: Seal): Promise<SealFinding[]> {
    const findings: SealFinding[] = [];
    for (const head of details.streams) {
      const name = `${head.stream} ${head.sequence} ${head.sha256}`;
      if (this.#checked.has(name)) continue;
      this.#checked.add(name);
      const key = recordKey(head.stream, head.sequence);
      const bytes = (await readRecord(this.store, key))?.bytes;
      if (typeof bytes === "string") findings.push({ code: "stream-head-unread", key, reason: bytes });
      else if (bytes === undefined || envelopeDigest(bytes) !== head.sha256) {
        const found = bytes === undefined ? "is not there" : `has digest ${envelopeDigest(bytes)}`;
        const reason = `it ${found}; seal ${sequence} names it with digest ${head.sha256}`;
        findings.push({ code: "stream-rolled-back", key, reason });
      }
    }
    return findings;
  }
}
