import type { RecordedDecision } from "../ledger/ledger";
import type { ApprovalKey, Holder } from "../state/gate-state";

const INTO_PRODUCTION: ReadonlySet<string> = new Set(["promote", "roll-back", "break-glass"]);

/** Keys of records that a later record says were not carried out, and none after it that they were after all. */
function undone(history: readonly RecordedDecision[]): ReadonlySet<string | undefined> {
  const keys = new Set<string | undefined>();
  for (const { act, about } of history) {
    if (act === "not-carried-out") keys.add(about);
    if (act === "carried-out-late") keys.delete(about);
  }
  return keys;
}

/** Whether this very version, with this very evidence and these artifacts, was in production before. */
export function wasInProduction(history: readonly RecordedDecision[], key: ApprovalKey): boolean {
  const not = undone(history);
  return history.some(
    ({ act, subject, record }) =>
      INTO_PRODUCTION.has(act) && !not.has(record) && isOf(subject, key) && sameEvidence(subject, key),
  );
}

/** An approval in the history, and whether it still stands. */
export interface PastApproval {
  readonly decision: RecordedDecision;
  readonly revoked: RecordedDecision | undefined;
}

/** Approvals of this version, whatever its evidence was then, the latest first. */
export function approvalsIn(
  history: readonly RecordedDecision[],
  version: Pick<ApprovalKey, "version" | "createdAt">,
): readonly PastApproval[] {
  return history
    .filter(({ act, subject }) => act === "approve" && isOf(subject, version))
    .map((decision) => ({
      decision,
      revoked: history.find(({ act, approval }) => act === "revoke" && approval?.id === decision.id),
    }))
    .reverse();
}

/** What the records say is frozen, and by which decision: approvals that stand, and whatever came into production. */
export function standingHolders(history: readonly RecordedDecision[]): ReadonlyMap<Holder, RecordedDecision> {
  const not = undone(history);
  const revoked = new Set(history.filter(({ act }) => act === "revoke").map(({ approval }) => approval?.id));
  const holders = new Map<Holder, RecordedDecision>();
  for (const decision of history) {
    const { act, id, record } = decision;
    if (act === "approve" && !revoked.has(id)) holders.set(`approval:${id}`, decision);
    if (INTO_PRODUCTION.has(act) && !not.has(record)) holders.set(`promotion:${id}`, decision);
  }
  return holders;
}

/** A break-glass request by its id, with what became of it. */
export function breakGlassAsked(
  history: readonly RecordedDecision[],
  id: string,
): { readonly asked: RecordedDecision; readonly used: RecordedDecision | undefined } | undefined {
  const asked = history.find((one) => one.act === "break-glass-asked" && one.id === id);
  if (asked === undefined) return undefined;
  const not = undone(history);
  const used = history.find(
    ({ act, about, record }) => act === "break-glass" && about === asked.record && !not.has(record),
  );
  return { asked, used };
}

/** What is different now from what an earlier decision saw, in words; empty when nothing is. */
export function changesSince(
  decision: RecordedDecision,
  now: ApprovalKey,
  parts: Readonly<Record<string, string>>,
): readonly string[] {
  const { subject, parts: then = {} } = decision;
  const names = [...new Set([...Object.keys(then), ...Object.keys(parts)])].sort();
  const changed = names.filter((part) => then[part] !== parts[part]);
  const evidence =
    subject.evidenceSha256 === now.evidenceSha256 ? [] : changed.length > 0 ? changed : ["evidence"];
  return [...evidence, ...(subject.artifactSha256 === now.artifactSha256 ? [] : ["artifacts"])];
}

export function isOf(
  subject: RecordedDecision["subject"],
  { version, createdAt }: Pick<ApprovalKey, "version" | "createdAt">,
): boolean {
  return subject.version === version && subject.createdAt === createdAt;
}

function sameEvidence(subject: RecordedDecision["subject"], key: ApprovalKey): boolean {
  return subject.evidenceSha256 === key.evidenceSha256 && subject.artifactSha256 === key.artifactSha256;
}
