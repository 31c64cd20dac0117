import type { RecordKind } from "./kinds";

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
 * Which role may write which kinds. Narrow on purpose: who decides does not approve, who deploys does not review,
 * and seals are not written by the exporter, whose exports are checked against them.
 */
const ENTITLED: Readonly<Record<Role, readonly RecordKind[]>> = {
  gate: ["gate-decision", "promotion-snapshot"],
  "ci-review": ["plan-review"],
  "ci-deploy": ["deploy"],
  exporter: ["export"],
  approver: ["approval", "incident", "hold"],
  detector: ["drift-check", "incident", "seal"],
  "security-officer": ["key-ceremony", "incident", "hold"],
};

/**
 * Whether a role may write records of a kind. A revocation may come from every role, because whoever finds that a
 * key has leaked must be able to stop it at once; which keys it may revoke is told in `revocations.ts`.
 */
export function mayWrite(role: Role, kind: RecordKind): boolean {
  return kind === "revocation" || ENTITLED[role].includes(kind);
}
