import type { RestoreTier } from "../cost";
import type { ColdVersion } from "./cold-versions";
import type { RestoreState } from "./state";

/** How a restore is asked for. */
export interface RestoreWish {
  readonly tier: RestoreTier;
  /** How long the restored copy is to live. */
  readonly days: number;
}

/** Where cold versions lie. */
export interface ColdStorage {
  /** Where a version stands. Throws UserError for a fault of the environment, UnreadableObject for this version. */
  look(version: ColdVersion): Promise<RestoreState>;
  /**
   * Asks for a restore; a second request while one is under way, or when the copy is there, does no harm. Throws as
   * {@link look}.
   */
  ask(version: ColdVersion, wish: RestoreWish): Promise<"asked" | "under-way" | "restored">;
}

/** Requests at once; S3 takes 1,000 restore requests a second of an account. */
export const AT_ONCE = 16;
