import { randomUUID } from "node:crypto";
import type { Answer } from "../call";
import { errorIn } from "../facts";
import type { DecisionDraft, RecordRef } from "../ledger/ledger";
import { Refusal } from "../refusal";
import type { Target } from "../state/gate-state";
import { concludeIntent } from "./conclude";
import { nowOf, type DecisionParts } from "./parts";
import type { Change, Plan } from "./plan";

/** A change of what is in production that was decided. */
export interface Decided {
  readonly act: Plan["act"];
  readonly draft: Omit<DecisionDraft, "id" | "act" | "displaces"> & { readonly door: Plan["door"] };
  readonly change: Change;
  /** Stays frozen when the change was made. */
  readonly freezes: readonly Target[];
  /** Kept in the vault before the record is written. */
  readonly keep?: (intent: string) => Promise<void>;
  /** After the record stands and before MLflow is told. */
  readonly tell?: (record: RecordRef) => Promise<void>;
}

export interface Carried {
  readonly record: string;
  /** MLflow's answer; absent where it was lost, and MLflow read back shows that it did as asked. */
  readonly answer: Answer | undefined;
}

/** These come from something between gate and MLflow, or from an MLflow that is still at it. */
const STILL_AT_IT: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/**
 * Intent, record, change, reading back: in this order, so that a crash at any point leaves a truth to be found.
 *
 * @throws Refusal when the record cannot be written (then MLflow is not told), or when MLflow did not do as asked (then a
 *   record says so), or when it cannot be told yet (then the intent stays open and is looked at again)
 */
export async function carryOut(parts: DecisionParts, decided: Decided): Promise<Carried> {
  const { state } = parts;
  const id = randomUUID();
  const plan = planOf(decided);
  await state.planned({ id, model: plan.name, plan });
  const intent = { id, model: plan.name, plan, state: "planned" as const, at: nowOf(parts).toISOString() };
  let record: RecordRef | undefined;
  let asked = false;
  try {
    if (decided.freezes.length > 0) await state.freeze(decided.freezes, `promotion:${id}`);
    await decided.keep?.(id);
    asked = true;
    record = await recordOf(parts, id, decided);
    await state.recorded(id, record.key);
    await decided.tell?.(record);
  } catch (error) {
    // MLflow was not told: if a record stands nevertheless, another one says so.
    const over = asked ? concludeIntent(parts, intent, { sure: true }) : giveUp(parts, id);
    await over.catch((fault: unknown) => parts.log?.(`intent ${id} stays open: ${String(fault)}`));
    throw error;
  }
  return forward(parts, { ...intent, state: "recorded", record: record.key }, decided.change);
}

async function giveUp({ state }: DecisionParts, id: string): Promise<void> {
  await state.settled(id, "not-done");
  await state.release(`promotion:${id}`);
}

async function forward(
  parts: DecisionParts,
  intent: Parameters<typeof concludeIntent>[1] & { readonly record: string },
  { request }: Change,
): Promise<Carried> {
  const answer = await parts.upstream.send(request).catch((error: unknown) => {
    parts.log?.(`MLflow did not answer: ${String(error)}`);
    return undefined;
  });
  const error = answer === undefined ? undefined : errorIn(answer);
  const sure = answer !== undefined && !STILL_AT_IT.has(answer.status);
  const outcome = await concludeIntent(parts, intent, { sure }).catch((fault: unknown) => {
    parts.log?.(`intent ${intent.id} stays open: ${String(fault)}`);
    return "open" as const;
  });
  if (outcome === "done") return { record: intent.record, answer: error === undefined ? answer : undefined };
  throw outcome === "open" ? notKnown(intent.record) : notDone(intent.record, error?.message);
}

function recordOf(
  { ledger }: DecisionParts,
  id: string,
  { act, draft, change }: Decided,
): Promise<RecordRef> {
  return ledger.write({
    ...draft,
    id,
    act,
    ...(change.displaces.length > 0 && { displaces: change.displaces }),
  });
}

function planOf({ act, draft, change }: Decided): Plan {
  const { issuer, subject, name, kind } = draft.principal;
  return {
    v: 1,
    act,
    name: draft.subject.name,
    version: draft.subject.version ?? "",
    ...(draft.subject.createdAt !== undefined && { createdAt: draft.subject.createdAt }),
    ...(draft.system !== undefined && { system: draft.system }),
    door: draft.door,
    displaces: [...change.displaces],
    expect: change.expect,
    principal: { issuer, subject, name, kind },
  };
}

function notDone(record: string, why: string | undefined): Refusal {
  return new Refusal(
    "RESOURCE_CONFLICT",
    `EU AI Act gate: the change was decided and recorded (${record}), but MLflow did not make it${why === undefined ? "" : `: ${why}`}. A record says so. Nothing is in production that was not before; try again.`,
  );
}

function notKnown(record: string): Refusal {
  return new Refusal(
    "RESOURCE_CONFLICT",
    `EU AI Act gate: the change was decided and recorded (${record}), but MLflow does not say whether it made it. The gate looks again, and records it if not. Ask 'evidence status' before you try again.`,
  );
}
