import { sql, type Migration } from "kysely";
import { SCHEMA } from "../tables";

const schema = sql.id(SCHEMA);

/**
 * A write under way is worth no wait for the disk: it is there to be seen by a freeze in the next minutes, and one that a
 * crash of the database took is put back by the gate task that still has it. Who contributed, what is frozen and what was
 * intended is on disk before anything else happens.
 */
const ASYNCHRONOUS = sql`perform set_config('synchronous_commit', 'off', true);`;

/** Locks on targets are taken in one order, so that nobody waits for somebody who waits for him. */
const lockTargets = (lock: "pg_advisory_xact_lock" | "pg_advisory_xact_lock_shared") => sql`
  for place in select distinct hashtextextended(t, 7) from unnest(wanted) as t order by 1 loop
    perform ${sql.raw(lock)}(place);
  end loop;`;

/** One statement each, so that a write costs one way to the database; a function, so that each step sees the latest. */
const FUNCTIONS = [
  sql`
create function ${schema}.begin_write(
  wanted text[], who text, who_name text, who_kind text, write_id uuid, call_id text, lease interval
) returns table (target text, holder text) language plpgsql as $$
#variable_conflict use_column
declare
  place bigint;
begin
  ${lockTargets("pg_advisory_xact_lock_shared")}
  return query
    select f.target, f.holder from ${schema}.frozen f
    where f.target = any(wanted) and (f.until is null or f.until > clock_timestamp())
    order by 1, 2;
  if found then
    return;
  end if;
  insert into ${schema}.contributor (target, principal, name, kind)
    select distinct t, who, who_name, who_kind from unnest(wanted) as t order by 1
    on conflict do nothing;
  if not found then
    ${ASYNCHRONOUS}
  end if;
  insert into ${schema}.write_under_way (id, target, call, principal, until)
    select distinct write_id, t, call_id, who, clock_timestamp() + lease from unnest(wanted) as t;
end $$`,
  sql`
create function ${schema}.renew_writes(
  ids uuid[], wanted text[], calls text[], principals text[], lease interval
) returns void language plpgsql as $$
begin
  ${ASYNCHRONOUS}
  insert into ${schema}.write_under_way (id, target, call, principal, until)
    select u.*, clock_timestamp() + lease from unnest(ids, wanted, calls, principals) as u
    order by 1, 2
    on conflict (id, target) do update set until = excluded.until;
end $$`,
  sql`
create function ${schema}.end_writes(ended uuid[]) returns void language plpgsql as $$
begin
  ${ASYNCHRONOUS}
  delete from ${schema}.write_under_way where id = any(ended);
end $$`,
  sql`
create function ${schema}.freeze_targets(wanted text[], by_holder text, lease interval)
returns table (target text) language plpgsql as $$
#variable_conflict use_column
declare
  place bigint;
begin
  ${lockTargets("pg_advisory_xact_lock")}
  delete from ${schema}.frozen f where f.target = any(wanted) and f.until <= clock_timestamp();
  return query
    insert into ${schema}.frozen (target, holder, until)
      select distinct t, by_holder, clock_timestamp() + lease from unnest(wanted) as t order by 1
      on conflict do nothing
      returning frozen.target;
end $$`,
];

/** Contributors, freezes, writes under way and intents. */
export const state: Migration = {
  async up(db): Promise<void> {
    const now = sql`clock_timestamp()`;
    await db.schema
      .createTable("contributor")
      .addColumn("target", "text", (column) => column.notNull())
      .addColumn("principal", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull().check(sql`kind in ('person', 'service')`))
      .addColumn("since", "timestamptz", (column) => column.notNull().defaultTo(now))
      .addPrimaryKeyConstraint("contributor_key", ["target", "principal"])
      .execute();
    await db.schema
      .createTable("frozen")
      .addColumn("target", "text", (column) => column.notNull())
      .addColumn("holder", "text", (column) => column.notNull())
      .addColumn("since", "timestamptz", (column) => column.notNull().defaultTo(now))
      .addColumn("until", "timestamptz")
      .addPrimaryKeyConstraint("frozen_key", ["target", "holder"])
      .execute();
    await db.schema.createIndex("frozen_holder").on("frozen").column("holder").execute();
    await db.schema
      .createTable("write_under_way")
      .addColumn("id", "uuid", (column) => column.notNull())
      .addColumn("target", "text", (column) => column.notNull())
      .addColumn("call", "text", (column) => column.notNull())
      .addColumn("principal", "text", (column) => column.notNull())
      .addColumn("until", "timestamptz", (column) => column.notNull())
      .addPrimaryKeyConstraint("write_under_way_key", ["id", "target"])
      .execute();
    await db.schema.createIndex("write_under_way_target").on("write_under_way").column("target").execute();
    // Rows come and go thousands of times an hour: their places are given back early.
    await sql`alter table ${schema}.write_under_way set (
      autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, fillfactor = 50)`.execute(db);
    await db.schema
      .createTable("intent")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("model", "text", (column) => column.notNull())
      .addColumn("plan", "jsonb", (column) => column.notNull())
      .addColumn("state", "text", (column) =>
        column
          .notNull()
          .defaultTo("planned")
          .check(sql`state in ('planned', 'recorded', 'done', 'not-done')`),
      )
      .addColumn("record", "text")
      .addColumn("number", "bigint", (column) => column.generatedAlwaysAsIdentity().notNull())
      .addColumn("planned_at", "timestamptz", (column) => column.notNull().defaultTo(now))
      .execute();
    // One change of a model at a time, whatever became of the lock that should see to it.
    await db.schema
      .createIndex("intent_open")
      .unique()
      .on("intent")
      .column("model")
      .where(sql.ref("state"), "in", ["planned", "recorded"])
      .execute();
    for (const create of FUNCTIONS) await create.execute(db);
  },
};
