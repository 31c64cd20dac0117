import { standingHolders, type Concluding } from "../decisions";
import { readIdentity, targetsOf, ifThere } from "../facts";
import type { RecordedDecision } from "../ledger/ledger";
import type { Holder } from "../state/gate-state";

/**
 * Freezes again what the vault's records say is frozen and the database knows nothing of: it was lost, or restored from a
 * backup. Until this is done such evidence can be changed; the next decision and the check of agreement would notice.
 *
 * @param model registered model
 * @returns the holders whose freezes were made anew
 * @throws Refusal when vault, state or MLflow cannot be asked
 */
export async function refreeze(
  { state, ledger, upstream }: Concluding,
  model: string,
): Promise<readonly Holder[]> {
  const missing = async (): Promise<[Holder, RecordedDecision][]> => {
    const known = new Set((await state.allHolders()).map(({ holder }) => holder));
    return [...standingHolders(await ledger.history(model))].filter(([holder]) => !known.has(holder));
  };
  if ((await missing()).length === 0) return [];
  // In the model's turn: nobody is then between a freeze and its record, or between a record and a release.
  return state.exclusively(model, async () => {
    const frozen: Holder[] = [];
    for (const [holder, { subject }] of await missing()) {
      const { name, version, createdAt } = subject;
      if (version === undefined) continue;
      const identity = await ifThere(() => readIdentity(upstream, { name, version }));
      // A version that is gone or another one by now has nothing left to freeze: the check of agreement names it.
      if (identity === undefined || identity.version.createdAt !== createdAt) continue;
      await state.freeze(targetsOf(identity), holder);
      frozen.push(holder);
    }
    return frozen;
  });
}
