import { randomUUID } from "node:crypto";
import { approvalKeyOf, partDigests, type VersionId } from "../facts";
import type { PromotionFacts } from "../facts/promotion-facts";
import type { RecordedDecision } from "../ledger/ledger";
import { principalId, type Principal } from "../principal";
import { Refusal } from "../refusal";
import type { Lack } from "../requirements/lack";
import type { ApprovalKey } from "../state/gate-state";
import { whileFrozen } from "./frozen";
import { breakGlassAsked, changesSince, isOf } from "./history";
import { nowOf, type DecisionParts } from "./parts";
import type { Refusals } from "./refusals";
import type { Door, ModelRules } from "./rules";
import { alone } from "./settle";
import { undeclared } from "./words";

/** An approver wants a version in production although not everything is there. */
export interface BreakGlassOrder extends VersionId {
  readonly principal: Principal;
  readonly call: string;
  readonly door: Door;
  readonly reason: string;
  /** When the request lapses if nobody has used it. */
  readonly until: Date;
}

export interface BreakGlassRequest {
  readonly id: string;
  readonly record: string;
  readonly until: string;
}

/** Longer is no emergency. */
const LONGEST_MS = 24 * 3_600_000;

/**
 * The first of two: an approver asks, and says why. Changes nothing in MLflow.
 *
 * @throws Refusal when somebody else than an approver asks, or for longer than a day
 */
export async function askBreakGlass(
  parts: DecisionParts,
  refusals: Refusals,
  order: BreakGlassOrder,
): Promise<BreakGlassRequest> {
  const { name, version, principal, call, door, reason } = order;
  const now = nowOf(parts);
  const left = order.until.getTime() - now.getTime();
  if (!(left > 0 && left <= LONGEST_MS))
    throw new Refusal("INVALID_PARAMETER_VALUE", "until: a time within the next 24 hours is needed");
  return alone(parts, name, async () => {
    const rules = parts.rules.of(name);
    const denied = { id: call, principal, subject: { name, version }, door };
    if (rules === undefined) return refusals.deny(denied, undeclared(name));
    const why = notAnApprover(principal);
    if (why !== undefined)
      return refusals.deny(
        { ...denied, system: rules.system },
        `break-glass is asked for by an approver: ${why}`,
      );
    return whileFrozen(parts, { name, version }, async ({ facts }) => {
      const id = randomUUID();
      const until = order.until.toISOString();
      const { key: record } = await parts.ledger.write({
        id,
        act: "break-glass-asked",
        system: rules.system,
        principal,
        subject: approvalKeyOf(facts),
        door,
        lacks: rules.lacking(facts, "promotion", now),
        parts: partDigests(facts),
        breakGlass: { reason, until },
      });
      await parts.alerts?.breakGlass({
        act: "break-glass-asked",
        model: name,
        version,
        system: rules.system,
        door,
        by: principal.name,
        reason,
        until,
        record,
      });
      return { id, record, until };
    });
  });
}

/** A break-glass request that may be used. */
export interface BreakGlassUse {
  readonly record: string;
  readonly asker: string;
  readonly reason: string;
  readonly until: string;
}

/**
 * The second of two: another approver, who had no part in the version, uses the request, once, for what it was asked for.
 *
 * @returns the request, or what stands against its use
 */
export function useBreakGlass(
  order: VersionId & { readonly principal: Principal; readonly door: Door },
  id: string,
  { rules, facts, key, history, now }: BreakGlassSituation,
): BreakGlassUse | Lack {
  const { principal, door } = order;
  const request = breakGlassAsked(history, id);
  if (request?.asked.breakGlass === undefined || !isOf(request.asked.subject, facts.version))
    return against(`there is no request '${id}' for version ${order.version} of '${order.name}'`);
  const { asked, used } = request;
  const { reason, until } = request.asked.breakGlass;
  const why =
    notAnApprover(principal) ??
    (asked.principal.id === principalId(principal) ? "whoever asked may not use it" : undefined) ??
    (used === undefined ? undefined : `it was used at ${used.at} by ${used.principal.name}`) ??
    (Date.parse(until) > now.getTime() ? undefined : `it lapsed at ${until}`) ??
    (asked.door?.kind === door.kind && asked.door.name === door.name
      ? undefined
      : `it was asked for ${asked.door?.kind ?? "no"} ${asked.door?.name ?? "door"}`) ??
    changedSince(asked, key, facts) ??
    rules.mayNotAnswer(principal, facts)[0];
  if (why !== undefined) return against(why);
  return { record: asked.record, asker: asked.principal.name, reason, until };
}

export interface BreakGlassSituation {
  readonly rules: ModelRules;
  readonly facts: PromotionFacts;
  readonly key: ApprovalKey;
  readonly history: readonly RecordedDecision[];
  readonly now: Date;
}

function changedSince(asked: RecordedDecision, key: ApprovalKey, facts: PromotionFacts): string | undefined {
  const changed = changesSince(asked, key, partDigests(facts));
  return changed.length === 0
    ? undefined
    : `the version has changed since it was asked for: ${changed.join(", ")}`;
}

/** Why a principal is no approver; nothing for one who is. */
export function notAnApprover({ kind, roles, name }: Principal): string | undefined {
  if (kind !== "person") return `${name} is a service account, and a person must answer for it`;
  if (!roles.has("approver")) return `${name} has not the role approver`;
  return undefined;
}

function against(why: string): Lack {
  return {
    requirement: "break-glass-by-two",
    duties: ["Art17(1)"],
    what: `The break-glass request cannot be used: ${why.replace(/\.$/, "")}.`,
    fix: "Two approvers are needed: one asks ('evidence break-glass'), within its time another one, who took no part in the version, promotes with it, once.",
  };
}
