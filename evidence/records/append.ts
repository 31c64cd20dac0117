import { createPublicKey } from "node:crypto";
import { recordNotSettled, recordSignatureUnusable, recordStreamBusy } from "../../errors";
import type { Signer } from "../signing";
import { payloadOf, type RecordDraft } from "./draft";
import { envelopeDigest, isSignedWith, openEnvelope, signEnvelope } from "./envelope";
import { readBehind, readHead, type Head } from "./head";
import type { RecordKind } from "./kinds";
import { Patience } from "./patience";
import { recordKey } from "./record-key";
import type { RecordStore, StoredKey } from "./store";
import { takeTurn, type Tail } from "./tail";

/** How to append; all optional. */
export interface AppendOptions {
  /** How long to try while others are faster or answers are lost, in milliseconds. @default 120000 */
  readonly giveUpAfterMs?: number;
  /** The writer's clock. @default the system's */
  readonly now?: () => Date;
}

/** A record that stands in the store. */
export interface AppendedRecord extends Head {
  readonly key: string;
}

const GIVE_UP_AFTER_MS = 120_000;

/**
 * Signs a record on the head of its stream and writes it behind, if nobody else was first; else it is signed anew on the
 * new head. A crash before the write leaves nothing, one after it a valid record. When the answer to a write is lost, the
 * record is recognised by its bytes, so it is never written twice.
 *
 * Appends of one process to one stream of one store take turns. Between processes whoever is first wins.
 *
 * @throws UserError for a draft no reader would accept, a signer whose key does not fit, a store that cannot be reached,
 *   or other writers that leave no gap for `giveUpAfterMs`
 */
export function appendRecord<Kind extends RecordKind>(
  store: RecordStore,
  signer: Signer,
  draft: RecordDraft<Kind>,
  options: AppendOptions = {},
): Promise<AppendedRecord> {
  return takeTurn(store, draft.stream, (tail) => append(store, signer, draft, options, tail));
}

async function append(
  store: RecordStore,
  signer: Signer,
  draft: RecordDraft,
  { giveUpAfterMs = GIVE_UP_AFTER_MS, now = () => new Date() }: AppendOptions,
  tail: Tail,
): Promise<AppendedRecord> {
  const patience = new Patience(giveUpAfterMs);
  let head = tail.head ?? (await readHead(store, draft.stream));
  for (;;) {
    const bytes = await signed(payloadOf(draft, head, now()), signer);
    const key = recordKey(draft.stream, head.sequence + 1);
    const written = await put(store, key, bytes, patience);
    const mayGoOn = written || (await patience.wait());
    const behind = written ? undefined : await readBehind(store, draft.stream, head);
    if (behind === undefined || (await stands(store, bytes, behind.next))) {
      tail.head = { sequence: head.sequence + 1, sha256: envelopeDigest(bytes) };
      return { key, ...tail.head };
    }
    if (!mayGoOn) throw recordStreamBusy(key, giveUpAfterMs);
    head = behind.head;
  }
}

/** Signs, and makes sure that readers will accept the signature: an unfit record could never be taken back. */
async function signed(payload: Buffer, signer: Signer): Promise<Buffer> {
  const bytes = await signEnvelope(payload, signer);
  const envelope = openEnvelope(bytes);
  const fits = typeof envelope !== "string" && isSignedWith(envelope, createPublicKey(signer.publicKeyPem));
  if (!fits) throw recordSignatureUnusable();
  return bytes;
}

/** Puts until the key is taken: by this put, or by one that came before it. */
async function put(store: RecordStore, key: string, bytes: Buffer, patience: Patience): Promise<boolean> {
  for (;;) {
    const outcome = await store.putIfAbsent(key, bytes);
    if (outcome.is === "written") return true;
    if (outcome.is === "taken") return false;
    if (!(await patience.wait())) throw recordNotSettled(key, outcome.why);
  }
}

/** Whether these bytes are the first version there: then it was an earlier put of ours, whose answer was lost. */
async function stands(store: RecordStore, bytes: Buffer, next: StoredKey | undefined): Promise<boolean> {
  const [first] = next?.versions ?? [];
  return first?.bytes === bytes.length && (await store.read(first)).equals(bytes);
}
