import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { approvalKeyOf, readFacts, readIdentity, targetsOf, type Identity, type VersionId } from "../facts";
import type { PromotionFacts } from "../facts/promotion-facts";
import { Refusal } from "../refusal";
import type { ApprovalKey, Holder, Target } from "../state/gate-state";
import type { DecisionParts } from "./parts";

/** A version, frozen and read. */
export interface FrozenVersion {
  readonly facts: PromotionFacts;
  /** Absent where the artifacts served are not the version's own. */
  readonly key: ApprovalKey | undefined;
  readonly targets: readonly Target[];
  /** Where the artifacts served lie, below MLflow's artifact root. */
  readonly artifactRoot: string | undefined;
}

/**
 * Freezes a version with everything its evidence consists of, reads it, and lets a decision be made. When the decision
 * is made or has failed, what it did not freeze itself is free again.
 */
export async function whileFrozen<T>(
  { state, upstream, log }: Pick<DecisionParts, "state" | "upstream" | "log">,
  id: VersionId,
  decide: (frozen: FrozenVersion) => Promise<T>,
): Promise<T> {
  const identity = await readIdentity(upstream, id);
  const targets = targetsOf(identity);
  const holder = `reading:${randomUUID()}` as const;
  try {
    await state.freeze(targets, holder);
    mustBeSame(identity, await readIdentity(upstream, id));
    const facts = await readFacts(upstream, id);
    const contributors = await state.contributors(contributedTo(targets));
    await mustStillBeFrozen(state, targets, holder);
    const key = facts.artifacts === undefined ? undefined : approvalKeyOf(facts);
    return await decide({
      facts: { ...facts, contributors },
      key,
      targets,
      artifactRoot: identity.served?.root,
    });
  } finally {
    // The decision stands whether or not this succeeds; a freeze that is left over ends with its lease.
    await state.release(holder).catch((error: unknown) => log?.(`not released: ${holder}: ${String(error)}`));
  }
}

/** Until the freeze the name could be given to another version, of another run, which would then be read unfrozen. */
function mustBeSame(before: Identity, now: Identity): void {
  if (
    isDeepStrictEqual([targetsOf(before), before.version.createdAt], [targetsOf(now), now.version.createdAt])
  )
    return;
  const { name, version } = before.version;
  throw new Refusal(
    "RESOURCE_CONFLICT",
    `EU AI Act gate: version ${version} of '${name}' was replaced by another while it was about to be read. Nothing was decided; look at it again.`,
  );
}

/** A gate that was cut off from its database for long has lost its freeze, and others may have written meanwhile. */
async function mustStillBeFrozen(
  state: Pick<DecisionParts["state"], "holders">,
  targets: readonly Target[],
  holder: Holder,
): Promise<void> {
  const holders = await Promise.all(targets.map((target) => state.holders(target)));
  if (holders.every((all) => all.includes(holder))) return;
  throw new Refusal(
    "RESOURCE_CONFLICT",
    "EU AI Act gate: nothing was decided, because the evidence did not stay frozen while it was read: the gate was cut off from its database. Try again.",
  );
}

/** Experiment and registered model are worked on by many; who made this model is told by the others. */
export function contributedTo(targets: readonly Target[]): readonly Target[] {
  return targets.filter((target) => /^(run|model|version):/.test(target));
}
