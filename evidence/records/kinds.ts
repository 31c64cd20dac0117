/** What records are about. A kind, once written, is a promise: it is never renamed. */
export const RECORD_KINDS = [
  "gate-decision",
  "approval",
  "promotion-snapshot",
  "plan-review",
  "deploy",
  "drift-check",
  "export",
  "incident",
  "hold",
  "key-ceremony",
  "revocation",
  "seal",
  "registry-check",
  "monitoring-snapshot",
  "version-check",
  "risk-entry",
] as const;

export type RecordKind = (typeof RECORD_KINDS)[number];

/** The in-toto predicate type of a kind. The number counts versions of the predicate's shape. */
export function predicateType(kind: RecordKind): string {
  return `urn:ai-act-evidence:record:${kind}:1`;
}

/** The kind a predicate type stands for; nothing for one that this version does not know. */
export function kindOf(type: unknown): RecordKind | undefined {
  return RECORD_KINDS.find((kind) => predicateType(kind) === type);
}
