import { concludeIntent, type Concluding, type Outcome } from "../decisions";
import { lateChange } from "./late-change";
import { refreeze } from "./refreeze";
import type { Holder, Intent } from "../state/gate-state";

/**
 * How old the freeze of an approval is before one is looked for whose gate died between freeze and record, in
 * milliseconds: between them a large model may be copied into the vault.
 */
const ORPHANED_AFTER_MS = 60 * 60_000;

/** How long after it was decided a change that was given up is still looked for in MLflow, in milliseconds. */
const LATE_WITHIN_MS = 24 * 60 * 60_000;

/** What recovery takes. */
export interface Recovering extends Concluding {
  /** Registered models that systems declare: only they have approvals and come into production. */
  readonly models: readonly string[];
}

/** What recovery came to. */
export interface Recovered {
  /** Intents by id, and what became of them. */
  readonly intents: Readonly<Record<string, Outcome>>;
  /** Intents that had been given up, and that MLflow carried out afterwards: a record says so now. */
  readonly late: readonly string[];
  /** Holders of freezes behind which no approval stands, released now. */
  readonly released: readonly string[];
  /** Holders of freezes that the records tell of and the database had lost, frozen again. */
  readonly refrozen: readonly string[];
  /** What could not be looked at, in words; it is looked at again the next time. */
  readonly left: readonly string[];
}

/**
 * Brings what a gate left half done to its end: intents, by looking into vault and MLflow; freezes of approvals that were
 * never recorded, or were revoked; freezes that a lost database forgot. Writes truthful records and changes nothing in MLflow. May be done any number of times,
 * by several gate tasks at once.
 */
export async function recover(parts: Recovering): Promise<Recovered> {
  const left: string[] = [];
  const intents: Record<string, Outcome> = {};
  const late: string[] = [];
  const released: string[] = [];
  const refrozen: string[] = [];
  await trying(left, "open intents", async () => {
    for (const intent of await parts.state.openIntents())
      await trying(left, `intent ${intent.id}`, async () => {
        const outcome = await conclude(parts, intent);
        if (outcome !== undefined) intents[intent.id] = outcome;
      });
  });
  await trying(left, "changes that were given up", async () => {
    for (const intent of await parts.state.givenUp(LATE_WITHIN_MS))
      await trying(left, `intent ${intent.id}`, async () => {
        if (await parts.state.exclusively(intent.model, () => lateChange(parts, intent)))
          late.push(intent.id);
      });
  });
  await trying(left, "freezes of approvals", async () => {
    for (const holder of await orphans(parts)) {
      await parts.state.release(holder);
      released.push(holder);
    }
  });
  for (const model of parts.models)
    await trying(left, `freezes of '${model}'`, async () => {
      refrozen.push(...(await refreeze(parts, model)));
    });
  return { intents, late, released, refrozen, left };
}

/** In the model's turn: nobody else is then on the way from intent to record. Nothing, where it was settled meanwhile. */
function conclude(parts: Concluding, { id, model }: Intent): Promise<Outcome | undefined> {
  return parts.state.exclusively(model, async () => {
    const intent = (await parts.state.openIntents()).find((open) => open.id === id);
    return intent && concludeIntent(parts, intent);
  });
}

async function orphans({ state, ledger, clock = () => new Date() }: Concluding): Promise<Holder[]> {
  const before = clock().getTime() - ORPHANED_AFTER_MS;
  const old = (await state.allHolders()).filter(({ since }) => Date.parse(since) < before);
  const orphaned: Holder[] = [];
  for (const { holder } of old) {
    const [kind, ...id] = holder.split(":");
    if (kind === "approval" && !(await ledger.approvalStands(id.join(":")))) orphaned.push(holder);
  }
  return orphaned;
}

/** Somebody may not be there to be asked, or a plan not be readable: the rest is looked at nevertheless. */
async function trying(left: string[], what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    left.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
