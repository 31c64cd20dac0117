import { isCarriedOut, planSchema, principalOf, type Concluding } from "../decisions";
import { readIdentity, targetsOf } from "../facts";
import type { RecordedDecision } from "../ledger/ledger";
import type { Intent, Target } from "../state/gate-state";

/** Acts after which what MLflow shows is told by a later record. */
const CHANGES: ReadonlySet<RecordedDecision["act"]> = new Set([
  "promote",
  "roll-back",
  "break-glass",
  "withdraw",
  "carried-out-late",
]);

/**
 * Whether MLflow made a change after the gate had given it up and recorded that it was not made. Then a record says so, and
 * what came into production is frozen as it would have been. In the model's turn only.
 *
 * @throws Refusal when vault, state or MLflow cannot be asked
 */
export async function lateChange(parts: Concluding, intent: Intent): Promise<boolean> {
  const { state, ledger, upstream } = parts;
  const plan = planSchema.parse(intent.plan);
  const decided = await ledger.history(plan.name);
  const index = decided.findIndex(({ record }) => record === intent.record);
  const recorded = decided[index];
  if (recorded === undefined || decided.slice(index + 1).some(({ act }) => CHANGES.has(act))) return false;
  if (!(await isCarriedOut(upstream, plan))) return false;
  await state.freeze(await frozenBy(upstream, recorded), `promotion:${intent.id}`);
  await ledger.write({
    id: intent.id,
    act: "carried-out-late",
    ...(plan.system !== undefined && { system: plan.system }),
    principal: principalOf(plan),
    subject: recorded.subject,
    door: plan.door,
    about: recorded.record,
    reason: "MLflow made the change after it had been recorded as not made",
  });
  await state.settled(intent.id, "done");
  return true;
}

/** What its promotion would have frozen. */
async function frozenBy(
  upstream: Concluding["upstream"],
  { act, subject: { name, version } }: RecordedDecision,
): Promise<readonly Target[]> {
  if (act === "withdraw" || version === undefined) return [];
  return targetsOf(await readIdentity(upstream, { name, version }));
}
