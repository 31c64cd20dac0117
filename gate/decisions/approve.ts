import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { approvalKeyOf, partDigests, type VersionId } from "../facts";
import type { ApprovalFacts } from "../facts/promotion-facts";
import type { RecordedDecision } from "../ledger/ledger";
import { principalId, type Principal } from "../principal";
import { Refusal } from "../refusal";
import type { ApprovalKey } from "../state/gate-state";
import { notAnApprover } from "./break-glass";
import { whileFrozen } from "./frozen";
import { approvalsIn } from "./history";
import { keepArtifacts } from "./keep";
import { nowOf, type DecisionParts } from "./parts";
import { subjectOf, type Refusals } from "./refusals";
import { alone } from "./settle";
import { undeclared } from "./words";

/** Somebody answers for a version. */
export interface ApprovalOrder extends VersionId {
  readonly principal: Principal;
  readonly call: string;
  /** Digest of the evidence they saw, as status shows it: something else is never approved. */
  readonly evidenceSha256: string;
  readonly artifactSha256: string;
  readonly modification: ApprovalFacts["modification"];
  /** Tells whether it would be approved, and changes nothing. */
  readonly dryRun?: boolean;
}

export interface Approved {
  readonly key: ApprovalKey;
  /** Absent in a dry run. */
  readonly approval?: { readonly id: string; readonly record: string };
}

/**
 * Approves a version as it is now: frozen, read, held against everything but the approval itself, its artifacts kept in
 * the vault, then recorded. From then on its evidence stays frozen until the approval is revoked.
 *
 * @throws Refusal with everything that stands against it; RESOURCE_CONFLICT when the version is not what was looked at
 */
export function approve(parts: DecisionParts, refusals: Refusals, order: ApprovalOrder): Promise<Approved> {
  const { name, version, principal, call, modification } = order;
  return alone(parts, name, async () => {
    const rules = parts.rules.of(name);
    if (rules === undefined)
      return refusals.deny({ id: call, principal, subject: { name, version } }, undeclared(name));
    const why = notAnApprover(principal);
    if (why !== undefined)
      return refusals.deny(
        { id: call, principal, subject: { name, version }, system: rules.system },
        `a version is approved by an approver: ${why}.`,
      );
    return whileFrozen(parts, { name, version }, async ({ facts, key, targets, artifactRoot }) => {
      const lacks = rules.lacking(
        { ...facts, approval: approvalToBe(order, nowOf(parts)) },
        "promotion",
        nowOf(parts),
      );
      const subject = subjectOf(facts);
      if (lacks.length > 0 && order.dryRun === true)
        throw new Refusal("PERMISSION_DENIED", parts.rules.explain({ version: { name, version }, lacks }));
      if (lacks.length > 0)
        return refusals.refuse(
          { id: call, principal, subject, system: rules.system, lacks },
          { name, version },
        );
      const now = key ?? approvalKeyOf(facts);
      if (now.evidenceSha256 !== order.evidenceSha256 || now.artifactSha256 !== order.artifactSha256)
        throw notWhatWasSeen(order, now);
      if (order.dryRun === true) return { key: now };
      const standing = await standingBy(parts, now, order);
      const id = standing?.id ?? randomUUID();
      try {
        await parts.state.freeze(targets, `approval:${id}`);
        if (standing !== undefined) return { key: now, approval: { id, record: standing.record } };
        await keepArtifacts(parts, facts, artifactRoot);
        const { key: record } = await parts.ledger.write({
          id,
          act: "approve",
          system: rules.system,
          principal,
          subject: now,
          modification,
          parts: partDigests(facts),
        });
        return { key: now, approval: { id, record } };
      } catch (error) {
        await thaw(parts, id);
        throw error;
      }
    });
  });
}

/** Held against the requirements as if it stood: four eyes and the assessment are judged before it is recorded. */
function approvalToBe({ principal, modification, call }: ApprovalOrder, now: Date): ApprovalFacts {
  return {
    id: call,
    record: "",
    approver: principalId(principal),
    approverName: principal.name,
    approverKind: principal.kind,
    approverGroups: [...principal.groups],
    at: now.toISOString(),
    modification,
  };
}

/** The same approval, given before: asked for again when its answer was lost. */
async function standingBy(
  { ledger }: DecisionParts,
  key: ApprovalKey,
  { principal, modification }: ApprovalOrder,
): Promise<ApprovalFacts | undefined> {
  const approvals = await ledger.approvalsOf(key);
  return approvals.find(
    (one) => one.approver === principalId(principal) && isDeepStrictEqual(one.modification, modification),
  );
}

/** Takes the freeze of an approval back that was not recorded; if it was after all, it stands and stays frozen. */
async function thaw({ ledger, state, log }: DecisionParts, id: string): Promise<void> {
  try {
    if ((await ledger.recordOf(id)) === undefined) await state.release(`approval:${id}`);
  } catch (error) {
    log?.(`approval:${id} stays frozen until the vault can be asked: ${String(error)}`);
  }
}

function notWhatWasSeen(
  { name, version, evidenceSha256, artifactSha256 }: ApprovalOrder,
  now: ApprovalKey,
): Refusal {
  const differs = [
    ...(now.evidenceSha256 === evidenceSha256 ? [] : [`evidence ${now.evidenceSha256}`]),
    ...(now.artifactSha256 === artifactSha256 ? [] : [`artifacts ${now.artifactSha256}`]),
  ];
  return new Refusal(
    "RESOURCE_CONFLICT",
    `EU AI Act gate: version ${version} of '${name}' is not what was looked at: it has ${differs.join(" and ")} now. Nothing was approved. Look at it again with 'evidence status ${name} ${version}'.`,
  );
}

/** Somebody takes an approval back. */
export interface RevocationOrder {
  readonly principal: Principal;
  readonly call: string;
  readonly name: string;
  /** Id of the approval. */
  readonly approval: string;
  readonly reason: string;
}

export interface Revoked {
  readonly record: string;
  readonly version: string;
}

/**
 * Revokes an approval: no promotion relies on it any more. A version that is in production stays there until somebody
 * takes it out; what a promotion froze stays frozen.
 *
 * @throws Refusal when somebody else than an approver asks, or there is no such approval
 */
export function revoke(parts: DecisionParts, refusals: Refusals, order: RevocationOrder): Promise<Revoked> {
  const { name, principal, call, reason, approval: id } = order;
  return alone(parts, name, async () => {
    const why = notAnApprover(principal);
    if (why !== undefined)
      return refusals.deny(
        { id: call, principal, subject: { name } },
        `an approval is revoked by an approver: ${why}`,
      );
    const history = await parts.ledger.history(name);
    const approved = find(history, id);
    if (approved === undefined)
      throw new Refusal(
        "RESOURCE_DOES_NOT_EXIST",
        `EU AI Act gate: '${name}' has no approval '${id}' that stands; 'evidence status' lists them.`,
      );
    const { system } = approved;
    const { key: record } = await parts.ledger.write({
      id: randomUUID(),
      act: "revoke",
      ...(system !== undefined && { system }),
      principal,
      subject: approved.subject,
      approval: { id, record: approved.record },
      about: approved.record,
      reason,
    });
    await parts.state.release(`approval:${id}`);
    return { record, version: approved.subject.version ?? "" };
  });
}

function find(history: readonly RecordedDecision[], id: string): RecordedDecision | undefined {
  const approved = history.find((one) => one.act === "approve" && one.id === id);
  if (approved === undefined) return undefined;
  const { version = "", createdAt = 0 } = approved.subject;
  const past = approvalsIn(history, { version, createdAt }).find(({ decision }) => decision.id === id);
  return past?.revoked === undefined ? approved : undefined;
}
