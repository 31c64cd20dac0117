import { setTimeout as pause } from "node:timers/promises";
import type { KeyRing, RecordStore } from "../../evidence/records";
import { readDecisions } from "../ledger";
import type { GateState } from "../state/gate-state";
import { compare, type Compared, type Comparing } from "./compare";
import { identityOf } from "./disagreement";

/** What a look at records and registry takes. */
export interface Looking extends Pick<Comparing, "documents" | "upstream" | "rules" | "earlier"> {
  readonly records: RecordStore;
  readonly ring: KeyRing;
  /** The gate's state, where it can be asked. */
  readonly state?: Pick<GateState, "openIntents" | "contributors">;
  /** Milliseconds between the first look and the one that confirms it. @default 1 s */
  readonly settleMs?: number;
}

/** A decision stands in the vault a moment before MLflow is told: that moment is no finding. */
const SETTLE_MS = 1_000;
/** A decision may just be under way: what is younger than this is none that was forgotten. */
const UNDER_WAY_MS = 5 * 60_000;

/**
 * Reads all decisions and the registry, and compares them. Where they disagree it reads both again, and tells what was
 * found both times: between the two readings somebody may have been promoting a version.
 *
 * @throws UserError when the vault cannot be read
 * @throws Refusal when MLflow's registry, or the gate's state, cannot be read
 */
export async function look(parts: Looking): Promise<Compared> {
  const first = await once(parts);
  if (first.disagreements.length === 0) return first;
  await pause(parts.settleMs ?? SETTLE_MS);
  const second = await once(parts);
  const before = new Set(first.disagreements.map(identityOf));
  return { ...second, disagreements: second.disagreements.filter((one) => before.has(identityOf(one))) };
}

async function once({ records, ring, state, ...seeing }: Looking): Promise<Compared> {
  const { decided, doubts } = await readDecisions(records, ring);
  const before = Date.now() - UNDER_WAY_MS;
  const intents = (await state?.openIntents())?.filter(({ at }) => Date.parse(at) < before);
  const asked = state && intents && { intents, contributors: state.contributors.bind(state) };
  return compare({ ...seeing, decided, doubts, ...(asked && { state: asked }) });
}
