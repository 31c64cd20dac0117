import { setTimeout as sleep } from "node:timers/promises";
import type { ColdStorage } from "./cold-storage";
import type { ColdVersion } from "./cold-versions";
import { surveyCold, type ColdSurvey } from "./survey";

/** How to wait; all optional. */
export interface WaitOptions {
  /** Time between two looks, in milliseconds. @default 300000 */
  readonly everyMs?: number;
  /** Takes how many are on their way no more, after each look. */
  readonly onLook?: (done: number, total: number) => void;
  /** @default the process's timer */
  readonly pause?: (ms: number) => Promise<unknown>;
}

const EVERY_MS = 300_000;

/**
 * Waits until no restore is under way any more, and says where all versions stand then. A version for which no restore was
 * asked is not waited for. Breaking off harms nothing: S3 goes on.
 *
 * @throws UserError for a fault of the environment, such as credentials that expire meanwhile
 */
export async function waitUntilReadable(
  versions: readonly ColdVersion[],
  storage: ColdStorage,
  { everyMs = EVERY_MS, onLook = () => undefined, pause = sleep }: WaitOptions = {},
): Promise<ColdSurvey> {
  let pending = versions;
  for (;;) {
    // Only those still on their way are asked about again: each question is billed, and recorded in the access trail.
    pending = (await surveyCold(pending, storage)).underWay;
    onLook(versions.length - pending.length, versions.length);
    // At the end all are looked at once more: a copy may have ended while others were on their way.
    if (pending.length === 0) return surveyCold(versions, storage);
    await pause(everyMs);
  }
}
