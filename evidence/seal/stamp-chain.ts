import type { SealFinding, SealFindingCode } from "./findings";
import type { StoredStamp } from "./read-seals";
import { checkStamp, stampTime } from "./timestamp";

/** Clocks may differ by this much before a stamp is called older than its seal. */
const EARLY_MS = 5 * 60_000;
/** A stamp is made within seconds; one made this much later is told. */
const LATE_MS = 60 * 60_000;

/** What checking the stamps of one seal came to. */
export interface StampsChecked {
  readonly findings: readonly SealFinding[];
  /** The time the first stamp tells, when every stamp verifies: the seal was there then. */
  readonly provenAt?: Date;
}

/** The data a stamp is over: the envelope, and behind it all stamps before this one, in order. */
export function stampedData(envelope: Buffer, before: readonly StoredStamp[]): Buffer {
  return Buffer.concat([
    envelope,
    ...before.map(({ bytes }) => (Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0))),
  ]);
}

/**
 * Checks all stamps of a seal. The last one must verify now; each one before must have verified at the time of the one
 * after it, which is what renewal is for (after RFC 4998, section 5.3).
 *
 * @param key the seal's, for findings
 * @param now the moment as of which the last stamp is checked
 */
export async function checkStamps(
  envelope: Buffer,
  { key, recordedAt }: { readonly key: string; readonly recordedAt?: string | undefined },
  stamps: readonly StoredStamp[],
  caFile: string | undefined,
  now: Date,
): Promise<StampsChecked> {
  const findings: SealFinding[] = [];
  const find = (code: SealFindingCode, at: string, reason: string) =>
    findings.push({ code, key: at, reason });
  for (const stamp of stamps)
    for (const { versionId, writtenAt, deleteMarker } of stamp.laidOver) {
      const reason = `a ${deleteMarker ? "delete marker" : "version"} of ${writtenAt}`;
      findings.push({ code: "stamp-laid-over", key: stamp.key, versionId, reason });
    }
  if (stamps.every(({ bytes }) => bytes === undefined)) {
    find("not-time-stamped", key, "no stamp stands beside it");
    return { findings };
  }
  const numbers = stamps.filter(({ bytes }) => bytes !== undefined).map(({ number }) => number);
  for (let number = 1; number < numbers.at(-1)!; number++)
    if (!numbers.includes(number)) find("stamp-missing", key, `number ${number} of ${numbers.at(-1)}`);
  const first = stamps[0]!;
  const time = Buffer.isBuffer(first.bytes) ? stampTime(first.bytes) : undefined;
  if (recordedAt !== undefined && time !== undefined) compareTimes(time, recordedAt, first.key, find);
  if (caFile === undefined) {
    find("stamp-unchecked", key, "no certificate was given");
    return { findings };
  }
  let sound = true;
  for (const [at, stamp] of stamps.entries()) {
    const data = stampedData(envelope, stamps.slice(0, at));
    const fault = await judge(stamp, data, timeOf(stamps[at + 1]) ?? now, caFile);
    if (fault !== undefined) find(fault.code, stamp.key, fault.reason);
    sound &&= fault === undefined;
  }
  return { findings, ...(sound && time && { provenAt: time }) };
}

async function judge({ bytes }: StoredStamp, data: Buffer, asOf: Date, caFile: string) {
  if (!Buffer.isBuffer(bytes))
    return { code: "stamp-invalid" as const, reason: bytes ?? "nothing stands there" };
  const reason = await checkStamp(bytes, data, caFile, asOf);
  if (reason === undefined) return undefined;
  const own = stampTime(bytes);
  const wasGood =
    own !== undefined && own < asOf && (await checkStamp(bytes, data, caFile, own)) === undefined;
  return wasGood
    ? { code: "stamp-expired" as const, reason: `as of ${asOf.toISOString()}: ${reason}` }
    : { code: "stamp-invalid" as const, reason };
}

function timeOf(stamp: StoredStamp | undefined): Date | undefined {
  return stamp && Buffer.isBuffer(stamp.bytes) ? stampTime(stamp.bytes) : undefined;
}

function compareTimes(
  time: Date,
  recordedAt: string,
  key: string,
  find: (code: SealFindingCode, key: string, reason: string) => void,
): void {
  const after = time.getTime() - Date.parse(recordedAt);
  const reason = `stamped at ${time.toISOString()}, recorded at ${recordedAt}`;
  if (after < -EARLY_MS) find("stamp-early", key, reason);
  if (after > LATE_MS) find("stamp-late", key, reason);
}
