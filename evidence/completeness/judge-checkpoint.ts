import { canonicalString } from "../event";
import { isSignedWith, json, openEnvelope, utf8 } from "../records/envelope";
import type { KeyRing, RingKey } from "../records/key-ring";
import { CHECKPOINT_TYPE, checkpointPlaceOf, checkpointSchema, type Checkpoint } from "./checkpoint";
import type { CompletenessFindingCode } from "./findings";
import type { StoredCheckpoint } from "./read-checkpoints";

/** Whose checkpoints are looked at. */
export interface Whose {
  readonly system: string;
  readonly environment: string;
}

/** Why a checkpoint was not heeded. */
export interface CheckpointFault {
  readonly code: CompletenessFindingCode;
  readonly reason: string;
}

/** A checkpoint that may be relied on, or why not. */
export type JudgedCheckpoint = { readonly sound: Checkpoint } | { readonly fault: CheckpointFault };

/** Judges a checkpoint: form, signature, entitlement of its key, and whether it belongs where it stands. Never throws. */
export function judgeCheckpoint(stored: StoredCheckpoint, whose: Whose, ring: KeyRing): JudgedCheckpoint {
  const envelope = openEnvelope(Buffer.from(stored.envelope), CHECKPOINT_TYPE);
  if (typeof envelope === "string") return fault("checkpoint-malformed", envelope);
  const key = ring.get(envelope.keyId);
  if (key === undefined) return fault("checkpoint-unknown-key", `key ${envelope.keyId}`);
  if (!isSignedWith(envelope, key.publicKey)) return fault("checkpoint-bad-signature", `key ${key.keyId}`);
  const text = utf8(envelope.payload) ?? "";
  const said = checkpointSchema.safeParse(json(text));
  if (!said.success) {
    const [issue] = said.error.issues;
    return fault("checkpoint-malformed", `${issue?.path.join(".") || "the payload"}: ${issue?.message}`);
  }
  if (canonicalString(said.data) !== text)
    return fault("checkpoint-malformed", "its payload is not canonical");
  const wrong = unentitled(said.data, stored, key) ?? misplaced(said.data, stored, whose);
  return wrong === undefined ? { sound: said.data } : { fault: wrong };
}

function unentitled(
  { system, time }: Checkpoint,
  { written_at: writtenAt }: StoredCheckpoint,
  { role, systems = [], validFrom, revokedFrom }: RingKey,
): CheckpointFault | undefined {
  // Only keys of emitters have systems to sign for.
  if (!systems.includes(system))
    return {
      code: "checkpoint-not-entitled",
      reason: `its key, of role ${role}, does not sign for ${system}`,
    };
  if (time < validFrom)
    return { code: "checkpoint-not-entitled", reason: `of ${time}; its key is valid from ${validFrom}` };
  // Who has a stolen key may write any time into a checkpoint, but not when the vault took it.
  if (revokedFrom !== undefined && (time >= revokedFrom || writtenAt >= revokedFrom)) {
    const reason = `of ${time}, written at ${writtenAt}; its key is revoked from ${revokedFrom}`;
    return { code: "checkpoint-revoked-key", reason };
  }
  return undefined;
}

function misplaced(
  said: Checkpoint,
  { key }: StoredCheckpoint,
  { system, environment }: Whose,
): CheckpointFault | undefined {
  const place = checkpointPlaceOf(key);
  const day = said.time.slice(0, 10);
  if (place?.system !== system) return { code: "checkpoint-misplaced", reason: "it stands elsewhere" };
  const differs = [
    ["system", said.system, system],
    ["environment", said.environment, environment],
    ["emitter", said.emitter, place.emitter],
    ["number", said.sequence, place.sequence],
    ["day", day, place.day],
  ].find(([, is, needed]) => is !== needed);
  if (differs === undefined) return undefined;
  return { code: "checkpoint-misplaced", reason: `it says ${differs[0]} ${differs[1]}` };
}

function fault(code: CompletenessFindingCode, reason: string): JudgedCheckpoint {
  return { fault: { code, reason } };
}
