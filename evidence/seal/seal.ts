import { sha256Hex } from "../event";
import { judgeRecord, peekRecord, type KeyRing, type RecordStatement } from "../records";
import { SEAL_STREAM } from "./keys";

export type SealDetails = RecordStatement<"seal">["predicate"]["details"];

/** What a seal says, and where it stands. */
export interface Seal {
  readonly sequence: number;
  readonly recordedAt: string;
  readonly previous: string;
  readonly details: SealDetails;
}

/**
 * Reads a seal from a record's bytes: with a key ring judged by it (form, signature, entitlement, place), without one
 * taken at its word. Returns the reason, as text, when it is none.
 */
export function readSeal(bytes: Buffer, sequence: number, ring?: KeyRing): Seal | string {
  if (ring === undefined) {
    const peeked = peekRecord(bytes);
    return typeof peeked === "string" ? peeked : sealOf(peeked.said);
  }
  const { faults, signed } = judgeRecord(bytes, { stream: SEAL_STREAM, sequence }, ring);
  const [fault] = faults;
  if (fault !== undefined || signed === undefined)
    return fault ? `${fault.code}: ${fault.reason}` : "unsigned";
  return sealOf(signed.said);
}

type Said = Exclude<ReturnType<typeof peekRecord>, string>["said"];

function sealOf(said: Said): Seal | string {
  if (said.kind !== "seal") return `it is a ${said.kind} record`;
  const { sequence, recordedAt, previous, details } = said.statement.predicate;
  return { sequence, recordedAt, previous, details };
}

/** One name for a version of a key, short whatever the key's length, for maps of many. */
export function versionRef(key: string, versionId: string): string {
  return sha256Hex(`${versionId} ${key}`);
}
