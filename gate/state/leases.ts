import { sql, type Kysely } from "kysely";
import type { Holder, Target } from "./gate-state";
import { SCHEMA, type Tables } from "./tables";

const schema = sql.id(SCHEMA);

/** A write that this gate task let through and that has not ended. */
interface LiveWrite {
  readonly targets: readonly Target[];
  readonly callId: string;
  readonly principal: string;
}

/** How long what a task holds outlives it, and how often a living task says that it lives; milliseconds. */
export interface LeaseTimes {
  /** Longer than MLflow may still be at work on what a dead task sent it. */
  readonly leaseMs: number;
  readonly renewEveryMs: number;
}

/**
 * What this gate task has under way: writes, and evidence being read. The rows end by themselves when the task is heard
 * of no more, so that nothing waits for ever for the dead; while it lives they are renewed, and put back where a crash of
 * the database took them.
 */
export class Leases {
  readonly #writes = new Map<string, LiveWrite>();
  readonly #reading = new Set<Holder>();
  readonly #timer: NodeJS.Timeout;
  #renewal: Promise<void> = Promise.resolve();
  #ended: string[] = [];
  #ending: Promise<void> | undefined;

  constructor(
    private readonly db: Kysely<Tables>,
    private readonly times: LeaseTimes,
  ) {
    this.#timer = setInterval(() => void this.renew(), times.renewEveryMs);
    this.#timer.unref();
  }

  /** As the database takes it. */
  get lease() {
    return sql`${`${this.times.leaseMs} milliseconds`}::interval`;
  }

  began(id: string, write: LiveWrite): void {
    this.#writes.set(id, write);
  }

  reads(holder: Holder): void {
    this.#reading.add(holder);
  }

  readsNoMore(holder: Holder): void {
    this.#reading.delete(holder);
  }

  /**
   * Ends a write; what several ended at once goes in one statement. Never throws: the write is done, and if the database
   * cannot be told, the row ends by itself.
   */
  async ended(id: string): Promise<void> {
    this.#writes.delete(id);
    this.#ended.push(id);
    this.#ending ??= this.#tellEnded();
    await this.#ending;
  }

  async #tellEnded(): Promise<void> {
    // A renewal under way would put the row back.
    await this.#renewal;
    const ids = this.#ended;
    this.#ended = [];
    this.#ending = undefined;
    await sql`select ${schema}.end_writes(${ids}::uuid[])`.execute(this.db).catch(() => undefined);
  }

  /** Says that this task lives. What the database does not hear now it hears the next time. */
  renew(): Promise<void> {
    this.#renewal = this.#renewal.then(() => this.#renewNow()).catch(() => undefined);
    return this.#renewal;
  }

  async #renewNow(): Promise<void> {
    const rows = [...this.#writes].flatMap(([id, { targets, callId, principal }]) =>
      [...new Set(targets)].map((target) => ({ id, target, callId, principal })),
    );
    if (rows.length > 0) {
      await sql`select ${schema}.renew_writes(
        ${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ target }) => target)}::text[],
        ${rows.map(({ callId }) => callId)}::text[], ${rows.map(({ principal }) => principal)}::text[],
        ${this.lease})`.execute(this.db);
    }
    // What has lapsed stays so: others may have written since.
    if (this.#reading.size > 0) {
      await sql`update ${schema}.frozen set until = clock_timestamp() + ${this.lease}
        where holder = any(${[...this.#reading]}::text[]) and until > clock_timestamp()`.execute(this.db);
    }
  }

  /** Removes what the dead left behind. */
  async sweep(): Promise<void> {
    await sql`delete from ${schema}.write_under_way where until < clock_timestamp()`.execute(this.db);
    await sql`delete from ${schema}.frozen where until < clock_timestamp()`.execute(this.db);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewal;
    await this.#ending;
  }
}
