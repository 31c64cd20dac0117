import { canonicalString, sha256Hex } from "../event";
import {
  appendRecord,
  type AppendedRecord,
  type AppendOptions,
  type IncidentEntry,
  type RecordStore,
} from "../records";
import type { Signer } from "../signing";

/** Who records a step: a person, with the key of their role. */
export interface IncidentWriter {
  readonly role: "approver" | "security-officer";
  readonly actor: string;
  readonly signer: Signer;
}

/** Appends one step of an incident to the stream of the writer's role. Throws UserError. */
export function recordIncident(
  store: RecordStore,
  entry: IncidentEntry,
  { role, actor, signer }: IncidentWriter,
  options?: AppendOptions,
): Promise<AppendedRecord> {
  const digest = { sha256: sha256Hex(canonicalString(entry)) };
  return appendRecord(
    store,
    signer,
    {
      stream: role,
      kind: "incident",
      role,
      actor,
      subject: [{ name: `incident/${entry.incident}`, digest }],
      details: entry,
    },
    options,
  );
}
