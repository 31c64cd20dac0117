import { canonicalString } from "./canonical";
import type { LogLine } from "./log-line";

/** What an emitter says of its chain: that its newest recorded event is this one. The published JSON Schema decides. */
export interface Checkpoint {
  readonly schema_version: "1.0.0";
  readonly system: string;
  readonly environment: string;
  readonly emitter: string;
  /** Number of the chain's newest event that is on disk, or without a spool taken by the sink. */
  readonly sequence: number;
  /** That event's digest. */
  readonly entry_sha256: string;
  /** That event's time, so that a checkpoint lies in the same day as its event. */
  readonly time: string;
  /** The emitter's first event, one on the way, or its `emitter_stop`. */
  readonly reason: "start" | "interval" | "stop";
}

/** Signs checkpoints with a key of this application. */
export interface CheckpointSigner {
  /** SHA-256 of the public key's DER bytes, 64 hex digits. */
  readonly keyId: string;
  /** ECDSA over P-256 with SHA-256 of the bytes, DER encoded. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Payload type of a checkpoint's DSSE envelope. */
const CHECKPOINT_TYPE = "application/vnd.ai-act-evidence.checkpoint+json";

/** The checkpoint of the event that a line carries. */
export function checkpointOf({ art12: { event, entry_sha256 } }: LogLine): Checkpoint {
  const { system, environment, emitter, time, type } = event;
  const reason = emitter.sequence === 1 ? "start" : type === "emitter_stop" ? "stop" : "interval";
  return {
    schema_version: "1.0.0",
    system: system.id,
    environment,
    emitter: emitter.id,
    sequence: emitter.sequence,
    entry_sha256,
    time,
    reason,
  };
}

/** Where a checkpoint belongs in the vault. */
export function checkpointKey({ system, emitter, sequence, time }: Checkpoint): string {
  const day = time.slice(0, 10).replaceAll("-", "");
  return `checkpoints/${system}/dt=${day}/${emitter}.${String(sequence).padStart(12, "0")}.dsse.json`;
}

/** Signs a checkpoint: a DSSE envelope with one signature, in canonical JSON. */
export async function signCheckpoint(checkpoint: Checkpoint, signer: CheckpointSigner): Promise<Buffer> {
  const payload = Buffer.from(canonicalString(checkpoint));
  const signature = await signer.sign(preAuthEncoding(payload));
  const envelope = {
    payload: payload.toString("base64"),
    payloadType: CHECKPOINT_TYPE,
    signatures: [{ keyid: signer.keyId, sig: Buffer.from(signature).toString("base64") }],
  };
  return Buffer.from(canonicalString(envelope));
}

/** DSSE's encoding of type and payload, which is what is signed. */
function preAuthEncoding(payload: Buffer): Buffer {
  const head = `DSSEv1 ${CHECKPOINT_TYPE.length} ${CHECKPOINT_TYPE} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}
