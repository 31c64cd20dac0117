import { recordNotSettled } from "../../errors";
import type { RecordStore } from "../records";
import { Patience } from "../records/patience";

const GIVE_UP_AFTER_MS = 60_000;

/**
 * Writes an object if its key has none, and tries again while the store's answers are lost.
 * @returns false when there is an object already: somebody else was first, or an earlier try whose answer was lost
 * @throws UserError when the store refuses, or never answers
 */
export async function putOnce(store: RecordStore, key: string, bytes: Uint8Array): Promise<boolean> {
  const patience = new Patience(GIVE_UP_AFTER_MS);
  for (;;) {
    const outcome = await store.putIfAbsent(key, bytes);
    if (outcome.is !== "unsettled") return outcome.is === "written";
    if (!(await patience.wait())) throw recordNotSettled(key, outcome.why);
  }
}
