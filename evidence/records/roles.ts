import type { RecordKind } from "./kinds";
import { KEY_STREAM } from "./record-key";

/** Who writes records. Each role has keys of its own; a key never has two roles. */
export const ROLES = [
  "gate",
  "ci-review",
  "ci-deploy",
  "exporter",
  "approver",
  "detector",
  "security-officer",
] as const;

export type Role = (typeof ROLES)[number];

/**
 * The role of the keys with which applications sign checkpoints of their event chains. It is not among {@link ROLES}: an
 * application writes no records, and no record may name this role as its writer's.
 */
export const EMITTER_ROLE = "emitter";

/**
 * Which role may write which kinds. Narrow on purpose: who decides does not approve, who deploys does not review,
 * and seals are not written by the exporter, whose exports are checked against them.
 */
const ENTITLED: Readonly<Record<Role, readonly RecordKind[]>> = {
  gate: ["gate-decision", "promotion-snapshot"],
  "ci-review": ["plan-review"],
  "ci-deploy": ["deploy"],
  exporter: ["export"],
  approver: ["approval", "incident", "hold"],
  detector: [
    "drift-check",
    "incident",
    "seal",
    "registry-check",
    "monitoring-snapshot",
    "version-check",
    "risk-entry",
  ],
  "security-officer": ["key-ceremony", "incident", "hold"],
};

/**
 * Whether a role may write records of a kind. A revocation may come from every role, because whoever finds that a
 * key has leaked must be able to stop it at once; which keys it may revoke is told in `revocations.ts`.
 */
export function mayWrite(role: Role, kind: RecordKind): boolean {
  return kind === "revocation" || ENTITLED[role].includes(kind);
}

/** Streams that several roles share, or that are not named after their role. */
const SHARED_STREAMS: Readonly<Partial<Record<Role, readonly string[]>>> = {
  approver: ["holds"],
  detector: ["seal"],
  exporter: ["exports"],
  "security-officer": ["holds"],
};

/**
 * Streams a role appends to besides those that begin with its own name. The stream about keys is open to all, for the
 * reason `mayWrite` gives.
 */
export function streamsOf(role: Role): readonly string[] {
  return [KEY_STREAM, ...(SHARED_STREAMS[role] ?? [])];
}
