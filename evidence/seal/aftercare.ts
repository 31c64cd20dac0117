import { envelopeDigest, type RecordStore, type StoredKey } from "../records";
import type { SealFinding } from "./findings";
import { SEAL_STREAM, sealKey, stampKey } from "./keys";
import { putOnce } from "./put-once";
import { listStamps } from "./read-seals";
import type { Seal } from "./seal";
import { NotStamped, requestStamp, type TimeStampAuthority } from "./timestamp";
import { WitnessSilent, type Witness } from "./witness";

/** What comes after a seal stands: its time stamp, and the word to the witness. What fails is a finding, and mended later. */
export class Aftercare {
  readonly findings: SealFinding[] = [];
  /** Keys of the stamps made. */
  readonly stamps: string[] = [];
  #authorityFailed: string | undefined;

  constructor(
    private readonly store: RecordStore,
    private readonly authority: TimeStampAuthority | undefined,
    private readonly witness: Witness | undefined,
  ) {}

  /** Has one seal stamped. After a failure the authority is not asked again in this run. */
  async stamp(sequence: number, envelope: Buffer): Promise<void> {
    const why = this.authority === undefined ? "no authority was given" : this.#authorityFailed;
    if (why !== undefined) return this.#findUnstamped(sequence, why);
    try {
      const stamp = await requestStamp(this.authority!, envelope);
      const key = stampKey(sequence, 1);
      if (await putOnce(this.store, key, stamp)) this.stamps.push(key);
    } catch (error) {
      if (!(error instanceof NotStamped)) throw error;
      this.#authorityFailed = error.message;
      this.#findUnstamped(sequence, error.message);
    }
  }

  /** Stamps the seals that have no stamp: those of earlier runs that broke off, or met no authority. */
  async stampMissing(
    keys: readonly { readonly sequence: number; readonly stored: StoredKey }[],
  ): Promise<void> {
    const stamps = await listStamps(this.store);
    for (const { sequence, stored } of keys) {
      if (stamps.get(sequence)?.some(({ versions }) => versions.length > 0)) continue;
      await this.stamp(sequence, await this.store.read(stored.versions[0]!));
    }
  }

  /** Tells the witness of a seal. */
  async tell({ sequence, recordedAt }: Seal, envelope: Buffer): Promise<void> {
    if (this.witness === undefined) return;
    const head = { stream: SEAL_STREAM, sequence, sha256: envelopeDigest(envelope), recordedAt } as const;
    try {
      await this.witness.tell(head);
    } catch (error) {
      if (!(error instanceof WitnessSilent)) throw error;
      this.findings.push({
        code: "not-witnessed",
        key: sealKey(sequence),
        reason: `${this.witness.name}: ${error.message}`,
      });
    }
  }

  /** Tells the witness of the newest seal, if it has not heard of it. Older ones are fixed by the newest's chain. */
  async tellIfUnheard(seal: Seal, envelope: Buffer): Promise<void> {
    if (this.witness === undefined) return;
    const sha256 = envelopeDigest(envelope);
    try {
      for await (const line of this.witness.told())
        if (typeof line !== "string" && line.sequence === seal.sequence && line.sha256 === sha256) return;
    } catch (error) {
      if (!(error instanceof WitnessSilent)) throw error;
      // A witness that only listens, or a file that is not there yet: telling twice does no harm.
    }
    await this.tell(seal, envelope);
  }

  #findUnstamped(sequence: number, reason: string): void {
    this.findings.push({ code: "not-time-stamped", key: sealKey(sequence), reason });
  }
}
