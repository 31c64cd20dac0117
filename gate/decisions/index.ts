import { atMost } from "../at-once";
import type { VersionId } from "../facts";
import { principalId } from "../principal";
import {
  approve,
  revoke,
  type ApprovalOrder,
  type Approved,
  type RevocationOrder,
  type Revoked,
} from "./approve";
import { askBreakGlass, type BreakGlassOrder, type BreakGlassRequest } from "./break-glass";
import type { DecisionParts } from "./parts";
import { preflightOf, type Preflight } from "./preflight";
import { promote, type Promoted, type PromotionOrder } from "./promote";
import { Refusals } from "./refusals";
import { statusOf, type Status } from "./status";
import { move, type Moved, type MoveOrder } from "./move";

/** What the gate decides on: who may put which version into production, and out of it. */
export type { Approved, Revoked } from "./approve";
export type { BreakGlassRequest } from "./break-glass";
export { concludeIntent, type Concluding, type Outcome } from "./conclude";
export { standingHolders } from "./history";
export type { DecisionAlerts, DecisionParts } from "./parts";
export { isCarriedOut, planSchema, principalOf, type Plan } from "./plan";
export { doorsOf, productionOf, versionNow, versionsOf, type InProduction } from "./production-of";
export type { Moved } from "./move";
export type { Promoted } from "./promote";
export { AliasAnswer } from "./registry-forms";
export { rulesFrom } from "./rules-from";
export type { Door, Measured, ModelRules, Rules } from "./rules";
export type { Status } from "./status";

/** Every decision throws {@link Refusal} for no, in words; see each for what it records. */
export interface Decisions {
  approve(order: ApprovalOrder): Promise<Approved>;
  revoke(order: RevocationOrder): Promise<Revoked>;
  promote(order: PromotionOrder): Promise<Promoted>;
  move(order: MoveOrder): Promise<Moved>;
  askBreakGlass(order: BreakGlassOrder): Promise<BreakGlassRequest>;
  status(id: VersionId): Promise<Status>;
  preflight(runId: string): Promise<Preflight>;
}

/** Of one registered model, by one principal. */
const MOST_PROMOTED_AT_ONCE = 3;

/** The decisions of one gate. Several gates decide together through their state and vault. */
export function createDecisions(parts: DecisionParts): Decisions {
  const refusals = new Refusals(parts);
  // Each reads all artifacts in the model's turn, and keeps its evidence frozen meanwhile.
  const promoted = atMost(
    MOST_PROMOTED_AT_ONCE,
    `EU AI Act gate: ${MOST_PROMOTED_AT_ONCE} promotions of this registered model that you asked for are under way. Nothing was changed by this one: ask again when one is answered.`,
  );
  const reading = new Map<string, Promise<Status>>();
  return {
    approve: (order) => approve(parts, refusals, order),
    revoke: (order) => revoke(parts, refusals, order),
    promote: (order) =>
      promoted(JSON.stringify([principalId(order.principal), order.name]), () =>
        promote(parts, refusals, order),
      ),
    move: (order) => move(parts, refusals, order),
    askBreakGlass: (order) => askBreakGlass(parts, refusals, order),
    status: (id) => {
      // Artifacts are hashed for it: those who ask at the same time share one reading.
      const key = JSON.stringify([id.name, id.version]);
      const begun = reading.get(key) ?? statusOf(parts, id).finally(() => reading.delete(key));
      reading.set(key, begun);
      return begun;
    },
    preflight: (runId) => preflightOf(parts, runId),
  };
}
