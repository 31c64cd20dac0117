import { canonicalString } from "../event";
import { isSignedWith, json, openEnvelope, utf8 } from "./envelope";
import type { Fault } from "./findings";
import type { KeyRing, RingKey } from "./key-ring";
import type { Place } from "./record-key";
import { mayWrite } from "./roles";
import { readStatement, type KnownStatement } from "./statement";

/** What one record turned out to be, looked at alone. */
export interface Judgement {
  readonly faults: readonly Fault[];
  /** What it says, where a key of the ring signed it. */
  readonly signed?: { readonly keyId: string; readonly said: KnownStatement };
}

/** Judges the bytes that stand at a place: form, signature, entitlement, and whether they belong there. Never throws. */
export function judgeRecord(bytes: Buffer, place: Place, ring: KeyRing): Judgement {
  const envelope = openEnvelope(bytes);
  if (typeof envelope === "string") return fault("malformed-envelope", envelope);
  const key = ring.get(envelope.keyId);
  if (key === undefined) return fault("unknown-key", `key ${envelope.keyId}`);
  if (!isSignedWith(envelope, key.publicKey))
    return fault("bad-signature", `key ${key.keyId} of role ${key.role}`);
  try {
    return judgeSigned(envelope.payload, key, place);
  } catch (error) {
    if (error instanceof RangeError)
      return fault("statement-invalid", "its JSON is nested too deeply to be read");
    throw error;
  }
}

function judgeSigned(payload: Buffer, key: RingKey, place: Place): Judgement {
  const text = utf8(payload);
  if (text === undefined || !isCanonical(text)) {
    return fault("payload-not-canonical", "its payload is not the RFC 8785 form of a JSON value");
  }
  const said = readStatement(text);
  if (!("kind" in said)) {
    return fault("statement-invalid", said.map(({ field, needed }) => `${field}: ${needed}`).join("; "));
  }
  return {
    faults: [...misplaced(said, place), ...unentitled(said, key)],
    signed: { keyId: key.keyId, said },
  };
}

function misplaced({ statement }: KnownStatement, place: Place): Fault[] {
  const { stream, sequence } = statement.predicate;
  const faults: Fault[] = [];
  if (stream !== place.stream) faults.push({ code: "stream-differs", reason: `it says stream ${stream}` });
  if (sequence !== place.sequence)
    faults.push({ code: "sequence-differs", reason: `it says number ${sequence}` });
  return faults;
}

function unentitled({ kind, statement }: KnownStatement, key: RingKey): Fault[] {
  const { role, recordedAt } = statement.predicate;
  const faults: Fault[] = [];
  if (role !== key.role) {
    faults.push({ code: "not-entitled", reason: `it speaks as ${role}, its key is one of ${key.role}` });
  } else if (!mayWrite(role, kind)) {
    faults.push({ code: "not-entitled", reason: `${role} may not write ${kind} records` });
  }
  if (recordedAt < key.validFrom) {
    faults.push({
      code: "key-not-yet-valid",
      reason: `of ${recordedAt}; its key is valid from ${key.validFrom}`,
    });
  }
  return faults;
}

function isCanonical(text: string): boolean {
  const value = json(text);
  return value !== undefined && canonicalString(value) === text;
}

function fault(code: Fault["code"], reason: string): Judgement {
  return { faults: [{ code, reason }] };
}
