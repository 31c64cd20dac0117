import { canonicalString, sha256Hex } from "../event";
import type { Signer } from "../signing";
import {
  appendRecord,
  type AppendedRecord,
  type AppendOptions,
  type RecordStore,
  type Role,
} from "../records";
import { HOLD_STREAM, RELEASE, type Hold } from "./hold-book";
import type { HoldScope } from "./scope";

/** A hold to be placed. */
export interface NewHold extends HoldScope {
  readonly id: string;
  readonly environment: string;
  /** A code, for example `serious_incident`. */
  readonly reason: string;
  /** The authority's or the incident's number. */
  readonly reference?: string;
}

/** Who writes a record about a hold. */
export interface Writer {
  readonly role: Role;
  readonly actor: string;
  readonly signer: Signer;
}

/** Writes the record that places a hold, before anything is held: whoever finds the holds finds their reason. */
export function recordPlacing(
  store: RecordStore,
  { id, system, environment, period, reason, reference }: NewHold,
  { signer, role, actor }: Writer,
  options?: AppendOptions,
): Promise<AppendedRecord> {
  const details = {
    action: "place",
    holdId: id,
    system,
    environment,
    period,
    reason,
    ...(reference !== undefined && { reference }),
  } as const;
  const subject = [{ name: `hold/${id}`, digest: { sha256: sha256Hex(canonicalString(details)) } }];
  return appendRecord(
    store,
    signer,
    { stream: HOLD_STREAM, kind: "hold", role, actor, subject, details },
    options,
  );
}

/** Writes an approver's word about releasing a hold. It names the placing record by digest, so it fits no other hold. */
export function recordApproval(
  store: RecordStore,
  { id, placed }: Hold,
  decision: "approved" | "refused",
  { signer, role, actor }: Writer,
  options?: AppendOptions,
): Promise<AppendedRecord> {
  const details = { decision, about: RELEASE, reference: id } as const;
  const subject = [{ name: placed.key, digest: { sha256: placed.sha256 } }];
  return appendRecord(
    store,
    signer,
    { stream: HOLD_STREAM, kind: "approval", role, actor, subject, details },
    options,
  );
}

/** Writes the record that releases a hold; it names the placing record and the approval by digest. */
export function recordRelease(
  store: RecordStore,
  { id, system, environment, reason, placed, approval }: Hold,
  { signer, role, actor }: Writer,
  options?: AppendOptions,
): Promise<AppendedRecord> {
  const details = { action: "release", holdId: id, system, environment, reason } as const;
  const subject = [placed, ...(approval ? [approval] : [])].map(({ key, sha256 }) => ({
    name: key,
    digest: { sha256 },
  }));
  return appendRecord(
    store,
    signer,
    { stream: HOLD_STREAM, kind: "hold", role, actor, subject, details },
    options,
  );
}
