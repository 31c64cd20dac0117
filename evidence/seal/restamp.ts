import type { RecordStore } from "../records";
import type { SealFinding } from "./findings";
import { stampKey } from "./keys";
import { putOnce } from "./put-once";
import { readSeals, type StoredSeal } from "./read-seals";
import { readSeal } from "./seal";
import { checkStamps, stampedData } from "./stamp-chain";
import {
  NotStamped,
  requestStamp,
  stampExpiry,
  type StampDigest,
  type TimeStampAuthority,
} from "./timestamp";

/** Which seals to stamp again. */
export interface Restamping {
  readonly authority: TimeStampAuthority;
  /** Certificates that the stamps there are checked with; those of former authorities included. */
  readonly knownCa: string;
  readonly digest: StampDigest;
  /** Only seals whose last stamp's certificate expires before this moment. @default all */
  readonly expiringBefore?: Date | undefined;
  /** Only this seal. @default all */
  readonly only?: number | undefined;
  readonly onProgress?: (doing: string) => void;
}

/**
 * Puts one more stamp beside seals: over the envelope and all stamps before it, so that the new one vouches for the old
 * ones while these can still be checked (after RFC 4998, section 5.3). Seals whose stamps do not verify now are left
 * alone, with the findings that say why.
 *
 * @returns keys of the stamps made
 * @throws UserError when store or openssl cannot be used
 */
export async function restamp(
  store: RecordStore,
  { authority, knownCa, digest, expiringBefore, only, onProgress }: Restamping,
): Promise<{ stamps: string[]; findings: SealFinding[] }> {
  const stamps: string[] = [];
  const findings: SealFinding[] = [];
  for await (const seal of readSeals(store)) {
    if (only !== undefined && seal.sequence !== only) continue;
    onProgress?.(`looking at seal ${seal.sequence}`);
    if (!(await isDue(seal, expiringBefore))) continue;
    const faults = await faultsOf(seal, knownCa);
    if (faults.length > 0 || !Buffer.isBuffer(seal.bytes)) {
      findings.push(...faults);
      continue;
    }
    const key = stampKey(seal.sequence, (seal.stamps.at(-1)?.number ?? 0) + 1);
    try {
      const stamp = await requestStamp(authority, stampedData(seal.bytes, seal.stamps), digest);
      if (await putOnce(store, key, stamp)) stamps.push(key);
    } catch (error) {
      if (!(error instanceof NotStamped)) throw error;
      findings.push({ code: "not-time-stamped", key: seal.key, reason: error.message });
      return { stamps, findings };
    }
  }
  return { stamps, findings };
}

async function isDue({ stamps }: StoredSeal, before: Date | undefined): Promise<boolean> {
  const last = stamps.at(-1)?.bytes;
  if (before === undefined || !Buffer.isBuffer(last)) return true;
  const expiry = await stampExpiry(last);
  return expiry === undefined || expiry < before;
}

/** What stands against renewing: a stamp over stamps that do not verify would only look like proof. */
async function faultsOf(
  { bytes, key, sequence, stamps }: StoredSeal,
  knownCa: string,
): Promise<SealFinding[]> {
  if (!Buffer.isBuffer(bytes)) return [{ code: "seal-unreadable", key, reason: bytes }];
  const seal = readSeal(bytes, sequence);
  if (typeof seal === "string") return [{ code: "seal-unreadable", key, reason: seal }];
  const { findings } = await checkStamps(bytes, { key }, stamps, knownCa, new Date());
  // A seal without any stamp gets its first one.
  return findings.filter(({ code }) => code !== "not-time-stamped" && code !== "stamp-laid-over");
}
