import type { Kysely } from "kysely";
import type { Tables } from "./tables";

/** A lock held by one gate task, of all that share the database. */
export interface HeldLock {
  /** Whether it was lost meanwhile, with the connection that held it: others may hold it now. */
  lost(): boolean;
  release(): Promise<void>;
}

/** The database behind the gate's state, whichever it is. */
export interface Connection {
  readonly db: Kysely<Tables>;
  /**
   * Takes a lock over all gate tasks; a holder that dies loses it.
   * @returns nothing when others held it for all of `waitMs`
   */
  lock(name: string, waitMs: number): Promise<HeldLock | undefined>;
  /** Whether the database can be restarted while gate tasks go on: then it may forget writes under way. */
  readonly outlivedByTasks: boolean;
  close(): Promise<void>;
}
