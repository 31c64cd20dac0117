import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql, type Selectable } from "kysely";
import { principalId, type Principal } from "../principal";
import { answered } from "./answered";
import type { Connection } from "./connection";
import type { Contributor, GateState, Holder, Intent, Target, Write } from "./gate-state";
import { Leases, type LeaseTimes } from "./leases";
import { SCHEMA, type Tables } from "./tables";
import { Turns } from "./turns";
import { frozen, intentOpen, writesUnderWay, type Frozen, type UnderWay } from "./words";

const schema = sql.id(SCHEMA);

/** Longest waits, in milliseconds. */
export interface StateTimes extends LeaseTimes {
  /** Of a freeze for writes that had begun. */
  readonly freezeWaitMs: number;
  /** Of a decision for those about the same model. */
  readonly turnWaitMs: number;
}

/** First wait for writes under way, then twice as long each time, up to the last. */
const FIRST_LOOK_MS = 10;
const LAST_LOOK_MS = 250;

/** Error code `unique_violation`. */
const NOT_UNIQUE = "23505";

/** States of an intent that is neither done nor given up. */
const OPEN = ["planned", "recorded"] as const;

/** A freeze whose holder is heard of no more is over, whether or not its row was removed. */
const NOT_OVER = sql<boolean>`(until is null or until > clock_timestamp())`;

/** The gate's state in SQL, the same for PostgreSQL and for the engine in process. */
export class SqlState implements GateState {
  readonly #leases: Leases;
  readonly #turns: Turns;

  constructor(
    private readonly connection: Connection,
    private readonly times: StateTimes,
  ) {
    this.#leases = new Leases(connection.db, times);
    this.#turns = new Turns(connection, times.turnWaitMs);
  }

  beginWrite(targets: readonly Target[], principal: Principal, callId: string): Promise<Write> {
    return answered(async () => {
      const id = randomUUID();
      const who = principalId(principal);
      const { rows } = await sql<Frozen>`select target, holder from ${schema}.begin_write(
        ${targets}::text[], ${who}, ${principal.name}, ${principal.kind}, ${id}::uuid, ${callId}, ${this.#leases.lease}
      )`.execute(this.connection.db);
      if (rows.length > 0) throw frozen(rows);
      this.#leases.began(id, { targets, callId, principal: who });
      return { end: () => this.#leases.ended(id) };
    });
  }

  contributed(targets: readonly Target[], principal: Principal): Promise<void> {
    return answered(async () => {
      await sql`insert into ${schema}.contributor (target, principal, name, kind)
        select distinct t, ${principalId(principal)}, ${principal.name}, ${principal.kind}
        from unnest(${targets}::text[]) as t order by 1
        on conflict do nothing`.execute(this.connection.db);
    });
  }

  contributors(targets: readonly Target[]): Promise<readonly Contributor[]> {
    return answered(async () => {
      const rows = await this.#tables
        .selectFrom("contributor")
        .selectAll()
        .where("target", "in", [...targets, ""])
        .orderBy("since")
        .orderBy("target")
        .orderBy("principal")
        .execute();
      return rows.map(({ target, since, ...row }) => ({
        ...row,
        target: target as Target,
        since: since.toISOString(),
      }));
    });
  }

  freeze(targets: readonly Target[], holder: Holder): Promise<void> {
    return answered(async () => {
      const reading = holder.startsWith("reading:");
      const lease = reading ? this.#leases.lease : sql`null::interval`;
      const { rows } = await sql<{ target: Target }>`select target from ${schema}.freeze_targets(
        ${targets}::text[], ${holder}, ${lease})`.execute(this.connection.db);
      if (reading) this.#leases.reads(holder);
      const added = rows.map(({ target }) => target);
      try {
        await this.#writesToEnd(targets);
      } catch (error) {
        await this.#thaw(added, holder);
        throw error;
      }
    });
  }

  release(holder: Holder): Promise<void> {
    this.#leases.readsNoMore(holder);
    return answered(async () => {
      await this.#tables.deleteFrom("frozen").where("holder", "=", holder).execute();
    });
  }

  holders(target: Target): Promise<readonly Holder[]> {
    return answered(async () => {
      const rows = await this.#tables
        .selectFrom("frozen")
        .select("holder")
        .where("target", "=", target)
        .where(NOT_OVER)
        .orderBy("holder")
        .execute();
      return rows.map(({ holder }) => holder as Holder);
    });
  }

  allHolders(): ReturnType<GateState["allHolders"]> {
    return answered(async () => {
      const rows = await this.#tables
        .selectFrom("frozen")
        .select(["holder", (of) => of.fn.min("since").as("since")])
        .where(NOT_OVER)
        .groupBy("holder")
        .orderBy("since")
        .orderBy("holder")
        .execute();
      return rows.map(({ holder, since }) => ({ holder: holder as Holder, since: since.toISOString() }));
    });
  }

  exclusively<T>(model: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(model, work);
  }

  planned({ id, model, plan }: Pick<Intent, "id" | "model" | "plan">): Promise<void> {
    return answered(async () => {
      this.#turns.mustStillBeHeld();
      try {
        await this.#tables
          .insertInto("intent")
          .values({ id, model, plan: JSON.stringify(plan) })
          .execute();
      } catch (error) {
        if ((error as { code?: unknown }).code === NOT_UNIQUE) throw intentOpen(model);
        throw error;
      }
    });
  }

  recorded(id: string, record: string): Promise<void> {
    return answered(async () => {
      this.#turns.mustStillBeHeld();
      await this.#tables
        .updateTable("intent")
        .set({ state: "recorded", record })
        .where("id", "=", id)
        .where("state", "=", "planned")
        .execute();
    });
  }

  settled(id: string, as: "done" | "not-done"): Promise<void> {
    return answered(async () => {
      await this.#tables
        .updateTable("intent")
        .set({ state: as })
        .where("id", "=", id)
        .where("state", "in", [...OPEN, ...(as === "done" ? (["not-done"] as const) : [])])
        .execute();
    });
  }

  openIntents(): Promise<readonly Intent[]> {
    return answered(async () => (await this.#intents().where("state", "in", OPEN).execute()).map(intentOf));
  }

  givenUp(withinMs: number): Promise<readonly Intent[]> {
    return answered(async () => {
      const since = sql<Date>`clock_timestamp() - ${`${withinMs} milliseconds`}::interval`;
      const rows = await this.#intents()
        .where("state", "=", "not-done")
        .where("record", "is not", null)
        .where("planned_at", ">", since)
        .execute();
      return rows.map(intentOf);
    });
  }

  /** Removes what dead tasks left behind. */
  sweep(): Promise<void> {
    return this.#leases.sweep();
  }

  async close(): Promise<void> {
    await this.#leases.close();
    await this.connection.close();
  }

  #intents() {
    return this.#tables.selectFrom("intent").selectAll().orderBy("number");
  }

  get #tables() {
    return this.connection.db.withSchema(SCHEMA);
  }

  /** @throws Refusal when they take too long */
  async #writesToEnd(targets: readonly Target[]): Promise<void> {
    const until = Date.now() + this.times.freezeWaitMs;
    for (let wait = FIRST_LOOK_MS; ; wait = Math.min(2 * wait, LAST_LOOK_MS)) {
      const underWay = await this.#underWay(targets);
      if (underWay === undefined) return;
      if (Date.now() + wait > until) throw writesUnderWay(underWay, this.times.freezeWaitMs);
      await sleep(wait);
    }
  }

  /** Writes that have not ended; none where the database is so young that it may have forgotten them. */
  async #underWay(targets: readonly Target[]): Promise<readonly UnderWay[] | undefined> {
    const { rows } = await sql<UnderWay>`select target, principal from ${schema}.write_under_way
      where target = any(${targets}::text[]) and until > clock_timestamp()
      order by until, target`.execute(this.connection.db);
    if (rows.length > 0) return rows;
    return (await this.#mayHaveForgotten()) ? [] : undefined;
  }

  /** Living tasks put back what a crash of the database took, each time they renew: two renewals are waited for. */
  async #mayHaveForgotten(): Promise<boolean> {
    if (!this.connection.outlivedByTasks) return false;
    const { rows } = await sql<{ young: boolean }>`select
      clock_timestamp() - pg_postmaster_start_time() < ${`${2 * this.times.renewEveryMs} milliseconds`}::interval as young
    `.execute(this.connection.db);
    return rows[0]?.young ?? true;
  }

  async #thaw(targets: readonly Target[], holder: Holder): Promise<void> {
    if (targets.length > 0) {
      await this.#tables
        .deleteFrom("frozen")
        .where("holder", "=", holder)
        .where("target", "in", targets)
        .execute();
    }
    const left = await this.#tables
      .selectFrom("frozen")
      .select("target")
      .where("holder", "=", holder)
      .execute();
    if (left.length === 0) this.#leases.readsNoMore(holder);
  }
}

function intentOf({ id, model, plan, state, record, planned_at }: Selectable<Tables["intent"]>): Intent {
  return { id, model, plan, state, at: planned_at.toISOString(), ...(record !== null && { record }) };
}
