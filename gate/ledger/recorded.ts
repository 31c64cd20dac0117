import type { Followed, JudgedRecord } from "../../evidence/records";
import type { ApprovalFacts } from "../facts/promotion-facts";
import { principalId } from "../principal";
import type { ApprovalKey } from "../state/gate-state";
import type { RecordedDecision } from "./ledger";

/** A decision as it was recorded, with what only approvals need to be known by. */
export interface KeptDecision extends RecordedDecision {
  readonly groups: readonly string[];
}

/**
 * What the gate keeps of a record of its stream; nothing of one that is no decision. Not what somebody lacked: thousands
 * of refusals would fill the memory, and nothing is decided from them.
 */
export function keptDecision({ key, said }: Omit<JudgedRecord, "against">): KeptDecision | undefined {
  if (said.kind !== "gate-decision") return undefined;
  const { details, recordedAt } = said.statement.predicate;
  const { id, act, system, principal, model, door, displaces, approval, modification, breakGlass, about } =
    details;
  const { reason, parts } = details;
  return {
    id,
    act,
    principal: { id: principalId(principal), name: principal.name, kind: principal.kind },
    groups: principal.groups ?? [],
    subject: model as KeptDecision["subject"],
    at: recordedAt,
    record: key,
    ...(system !== undefined && { system }),
    ...(door && { door }),
    ...(displaces && { displaces }),
    ...(approval && { approval }),
    ...(modification && { modification }),
    ...(breakGlass && { breakGlass: breakGlass as NonNullable<KeptDecision["breakGlass"]> }),
    ...(about !== undefined && { about }),
    ...(reason !== undefined && { reason }),
    ...(parts && { parts }),
  };
}

/** Acts of which a record means that something was to follow, or stands. A refusal or a correction means neither. */
const MEANS_IT: ReadonlySet<RecordedDecision["act"]> = new Set([
  "approve",
  "revoke",
  "promote",
  "roll-back",
  "break-glass-asked",
  "break-glass",
  "withdraw",
]);

export function meansIt({ kept }: Followed<KeptDecision>): boolean {
  return MEANS_IT.has(kept.act);
}

/** Whether an approval is for this very key. */
export function isFor(kept: KeptDecision, key: ApprovalKey): boolean {
  const { subject } = kept;
  return (
    subject.name === key.name &&
    subject.version === key.version &&
    subject.createdAt === key.createdAt &&
    subject.runId === key.runId &&
    subject.modelId === key.modelId &&
    subject.evidenceSha256 === key.evidenceSha256 &&
    subject.artifactSha256 === key.artifactSha256
  );
}

export function approvalFacts({ kept }: Followed<KeptDecision>): ApprovalFacts[] {
  const { id, record, principal, groups, at, modification } = kept;
  if (modification === undefined) return [];
  return [
    {
      id,
      record,
      approver: principal.id,
      approverName: principal.name,
      approverKind: principal.kind,
      approverGroups: groups,
      at,
      modification,
    },
  ];
}
