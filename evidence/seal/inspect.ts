import { envelopeDigest, type KeyRing } from "../records";
import type { SealFinding } from "./findings";
import { listFindings } from "./named";
import type { StoredSeal } from "./read-seals";
import { readSeal, type Seal } from "./seal";
import { checkStamps } from "./stamp-chain";

/** A seal looked at by itself. */
export interface InspectedSeal {
  readonly stored: StoredSeal;
  /** SHA-256 of its envelope; nothing when it could not be read. */
  readonly sha256?: string;
  /** What it says, where a key of the ring that is entitled to seals signed it. */
  readonly seal?: Seal;
  /** The time by which it was there, as the authority says. */
  readonly stampedAt?: Date;
  readonly findings: readonly SealFinding[];
}

/** What seals are checked with, beside the key ring. */
export interface InspectionMeans {
  /** PEM file with the certificates of the time-stamp authority, or of several. */
  readonly timestampCa?: string | undefined;
  /** The moment as of which stamps must be good. @default now */
  readonly now?: Date | undefined;
}

/** Inspects seals one by one: signature, entitlement, place, time stamps, and what each names. Chain and days are apart. */
export async function* inspectSeals(
  seals: AsyncIterable<StoredSeal>,
  ring: KeyRing,
  { timestampCa, now = new Date() }: InspectionMeans,
): AsyncGenerator<InspectedSeal> {
  for await (const stored of seals) {
    const { key, bytes, sequence, stamps } = stored;
    if (!Buffer.isBuffer(bytes)) {
      yield { stored, findings: [{ code: "seal-unreadable", key, reason: bytes }] };
      continue;
    }
    const seal = readSeal(bytes, sequence, ring);
    const recordedAt = typeof seal === "string" ? undefined : seal.recordedAt;
    const checked = await checkStamps(bytes, { key, recordedAt }, stamps, timestampCa, now);
    const own: SealFinding[] =
      typeof seal === "string"
        ? [{ code: "seal-unreadable", key, reason: seal }]
        : listFindings(seal.details);
    yield {
      stored,
      sha256: envelopeDigest(bytes),
      ...(typeof seal !== "string" && { seal }),
      ...(checked.provenAt && { stampedAt: checked.provenAt }),
      findings: [...own, ...checked.findings],
    };
  }
}

/** Adds what is wrong between seals that follow each other: for seals outside their store, which may begin anywhere. */
export async function* inspectChain(inspected: AsyncIterable<InspectedSeal>): AsyncGenerator<InspectedSeal> {
  let last: InspectedSeal | undefined;
  for await (const one of inspected) {
    const reason = last && misfit(last, one);
    const { key } = one.stored;
    yield reason === undefined
      ? one
      : { ...one, findings: [...one.findings, { code: "seal-chain-broken", key, reason }] };
    last = one;
  }
}

function misfit(last: InspectedSeal, { stored, seal }: InspectedSeal): string | undefined {
  const expected = last.stored.sequence + 1;
  if (stored.sequence !== expected) return `number ${expected} should stand before it`;
  if (seal === undefined || last.sha256 === undefined || seal.previous === last.sha256) return undefined;
  return `it was written after ${seal.previous}, and stands after ${last.sha256}`;
}
