import type { DecisionDraft } from "../ledger/ledger";
import type { Intent } from "../state/gate-state";
import { nowOf, type DecisionParts } from "./parts";
import { isCarriedOut, planSchema, principalOf, type Plan } from "./plan";

/** What settling an intent takes. */
export type Concluding = Pick<DecisionParts, "state" | "ledger" | "upstream" | "clock" | "log">;

/** What became of an intent; `open` where it cannot be told yet. */
export type Outcome = "done" | "not-done" | "open";

/** How long MLflow may still be carrying out what a gate sent that has died, in milliseconds. */
const STILL_UNDER_WAY_MS = 120_000;

/**
 * Looks at vault and MLflow and brings an intent to its end: after every forwarded change, before the next decision on the
 * same model, and after a crash. May be done any number of times, by whoever has the model exclusively: nobody else is
 * then on the way from intent to record.
 *
 * @param sure that MLflow is not carrying it out any more: only then a change that is not there counts as not made.
 *   @default whether the intent is older than two minutes
 * @throws Refusal when vault, state or MLflow cannot be asked: the intent stays open
 */
export async function concludeIntent(
  parts: Concluding,
  intent: Intent,
  { sure = ageOf(intent, parts) > STILL_UNDER_WAY_MS }: { readonly sure?: boolean } = {},
): Promise<Outcome> {
  const { state, ledger, upstream } = parts;
  const plan = planSchema.parse(intent.plan);

  /**
   * The vault may still be taking the record of a gate that died. This one takes its place in the stream, so that it either
   * stands by now or never will.
   */
  async function rulingOut(): Promise<string | undefined> {
    await ledger.write(
      notCarriedOut(intent, plan, "nothing was recorded before, so that MLflow was not told"),
    );
    return (await ledger.recordOf(intent.id))?.key;
  }
  const record =
    intent.record ?? (await ledger.recordOf(intent.id))?.key ?? (sure ? await rulingOut() : undefined);
  if (record === undefined) return sure ? end(parts, intent, "not-done") : "open";
  if (intent.state === "planned") await state.recorded(intent.id, record);
  if (await isCarriedOut(upstream, plan)) return end(parts, intent, "done");
  if (!sure) return "open";
  await compensate(parts, intent, plan, record);
  return end(parts, intent, "not-done");
}

async function compensate({ ledger }: Concluding, intent: Intent, plan: Plan, record: string): Promise<void> {
  const decided = await ledger.history(plan.name);
  if (decided.some(({ act, about }) => act === "not-carried-out" && about === record)) return;
  await ledger.write({
    ...notCarriedOut(intent, plan, "MLflow did not make the change that was decided and recorded"),
    about: record,
  });
}

function notCarriedOut({ id }: Intent, plan: Plan, reason: string): DecisionDraft {
  const { name, version, createdAt, system, door } = plan;
  return {
    id,
    act: "not-carried-out",
    ...(system !== undefined && { system }),
    principal: principalOf(plan),
    subject: { name, version, ...(createdAt !== undefined && { createdAt }) },
    door,
    reason,
  };
}

async function end({ state }: Concluding, { id }: Intent, as: "done" | "not-done"): Promise<Outcome> {
  // In this order: after a crash between them it is still open, and done again.
  if (as === "not-done") await state.release(`promotion:${id}`);
  await state.settled(id, as);
  return as;
}

function ageOf({ at }: Intent, parts: Concluding): number {
  return nowOf(parts).getTime() - Date.parse(at);
}
