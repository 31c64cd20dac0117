import { sign } from "node:crypto";
import {
  checkpointKey,
  checkpointOf,
  signCheckpoint,
  type Checkpoint,
} from "../../../clients/node/checkpoint";
import { logLine, type Art12Event } from "../../../evidence/event";
import { keyRingOf, type KeyRing } from "../../../evidence/records";
import type { TestArchive } from "../archive/corpus";
import { actor, type Actor } from "../records/actors";

/** Keys of this test's world: two applications, and a gate that writes records. */
export const keys = { credit: actor(), screening: actor(), gate: actor(), stranger: actor() };

/** The document of the ring that lists all of them but the stranger's; changed for the credit application's key. */
export function keyRingDocument(credit: object = {}) {
  const entry = ({ keyId, signer }: Actor, more: object) => ({
    keyId,
    publicKey: signer.publicKeyPem,
    validFrom: "2026-01-01T00:00:00.000Z",
    ...more,
  });
  return {
    schemaVersion: "1.0.0",
    keys: [
      entry(keys.credit, { role: "emitter", systems: ["credit-scoring"], ...credit }),
      entry(keys.screening, { role: "emitter", systems: ["cv-screening"] }),
      entry(keys.gate, { role: "gate" }),
    ],
  } as Parameters<typeof keyRingOf>[0];
}

export const ringWith = (credit?: object): KeyRing => keyRingOf(keyRingDocument(credit));

/** How a checkpoint differs from the one its emitter would write. */
export interface Twist {
  readonly says?: Readonly<Record<string, unknown>>;
  readonly by?: Actor;
  /** Where it stands, if not where it belongs. */
  readonly key?: string;
  /** Changes the signed envelope's text. */
  readonly spoil?: (text: string) => string;
}

/** The signed checkpoint of an event, as the client writes it. */
export async function checkpointFile(event: Art12Event, { says, by = keys.credit, key, spoil }: Twist = {}) {
  const line = logLine(event) as Parameters<typeof checkpointOf>[0];
  const said = { ...checkpointOf(line), ...says } as Checkpoint;
  const signer = { keyId: by.keyId, sign: async (bytes: Uint8Array) => sign("sha256", bytes, by.privateKey) };
  const text = (await signCheckpoint(said, signer)).toString();
  return { key: key ?? checkpointKey(said), bytes: Buffer.from(spoil?.(text) ?? text) };
}

/** Puts checkpoints of some events into an archive, as the client would. */
export async function putCheckpoints(archive: TestArchive, events: readonly Art12Event[], twist: Twist = {}) {
  for (const event of events) {
    const { key, bytes } = await checkpointFile(event, twist);
    archive.put(key, bytes);
  }
  return archive;
}
