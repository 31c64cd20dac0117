import { Kysely, PostgresDialect } from "kysely";
import { Pool, type PoolClient, type PoolConfig } from "pg";
import type { Connection, HeldLock } from "./connection";
import type { Tables } from "./tables";

/** Error code `lock_not_available`. */
const LOCK_TIMED_OUT = "55P03";

/** Longer is no answer: what waits for it is refused. */
const ANSWER_MS = 5_000;

/** Decisions under way at once, on different models, in one gate task: each holds a connection. */
const LOCKS = 8;

/**
 * PostgreSQL, with two pools: what holds a lock and needs a connection must not wait for those who wait for the lock.
 * Sessions hold the locks: a pooler between must not share one among clients (pgbouncer: session mode).
 */
export function connectPostgres(url: string, connections: number): Connection {
  const shared: PoolConfig = {
    connectionString: url,
    connectionTimeoutMillis: ANSWER_MS,
    keepAlive: true,
    application_name: "ai-act-evidence gate",
  };
  const pool = quiet(
    new Pool({
      ...shared,
      max: connections,
      statement_timeout: ANSWER_MS,
      query_timeout: ANSWER_MS + 1_000,
      idle_in_transaction_session_timeout: 2 * ANSWER_MS,
    }),
  );
  const locks = quiet(new Pool({ ...shared, max: LOCKS }));
  return {
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    lock: (name, waitMs) => lock(locks, name, waitMs),
    outlivedByTasks: true,
    async close() {
      await Promise.all([pool.end(), locks.end()]);
    },
  };
}

/** An idle connection that breaks is replaced when one is needed: nobody has to hear of it, and nobody may die of it. */
function quiet(pool: Pool): Pool {
  return pool.on("error", () => undefined);
}

async function lock(pool: Pool, name: string, waitMs: number): Promise<HeldLock | undefined> {
  const client = await pool.connect();
  let lost = false;
  const onLoss = () => {
    lost = true;
  };
  client.on("error", onLoss).on("end", onLoss);
  const giveBack = (broken: boolean) => {
    client.off("error", onLoss).off("end", onLoss);
    client.release(broken);
  };
  try {
    await takeLock(client, name, waitMs);
  } catch (error) {
    giveBack(true);
    if ((error as { code?: unknown }).code === LOCK_TIMED_OUT) return undefined;
    throw error;
  }
  return {
    lost: () => lost,
    async release() {
      const released = await client.query("select pg_advisory_unlock_all()").then(
        () => true,
        () => false,
      );
      giveBack(!released);
    },
  };
}

/** A holder whose machine vanished without a word is noticed by the server within half a minute. */
async function takeLock(client: PoolClient, name: string, waitMs: number): Promise<void> {
  await client.query(
    `select set_config('lock_timeout', $1, false), set_config('tcp_keepalives_idle', '10', false),
       set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false)`,
    [String(waitMs)],
  );
  await client.query("select pg_advisory_lock(hashtextextended($1, 8))", [name]);
}
