import { VAULT_PREFIXES } from "../../configs/vault-layout";
import { credibleTimes, type ObjectTimes } from "../completeness";
import type { ObjectRead } from "./collect";
import { literal } from "./database";

/** Runs a query and gives its rows. */
export type RunQuery = (sql: string) => Promise<unknown[][]>;

type Written = Pick<ObjectRead, "key" | "version_id" | "written_at">;

/** Objects looked at in one query; each is a row of its text. */
const AT_ONCE = 1_000;

/**
 * Of the events in `table` (the bundle's Parquet table, under whatever name) the first and last time by object, for
 * objects with events that were not credible at the time the object was written.
 */
export async function objectTimes(
  query: RunQuery,
  table: string,
  objects: readonly Written[],
): Promise<ObjectTimes[]> {
  const written = new Map(objects.map((object) => [`${object.version_id} ${object.key}`, object]));
  const rows = await query(
    `SELECT source_key, source_version_id, epoch_ms(min("time")), epoch_ms(max("time")) FROM ${table} GROUP BY ALL`,
  );
  const suspects = rows.flatMap(([key, versionId, first, last]) => {
    const object = written.get(`${String(versionId)} ${String(key)}`);
    if (object === undefined) return [];
    const { earliestPrompt, latestCredible } = credibleTimes(object.written_at);
    return Number(first) < earliestPrompt || Number(last) > latestCredible ? [object] : [];
  });
  suspects.sort((a, b) => compare(a.key, b.key) || compare(a.version_id, b.version_id));
  const found: ObjectTimes[] = [];
  for (let at = 0; at < suspects.length; at += AT_ONCE)
    found.push(...(await countEvents(query, table, suspects.slice(at, at + AT_ONCE))));
  return found;
}

/** Events in `table` that came by the late path. */
export async function latePathEvents(query: RunQuery, table: string): Promise<number> {
  const prefix = literal(`${VAULT_PREFIXES.late}/`);
  const [[events] = []] = await query(
    `SELECT count(*) FROM ${table} WHERE starts_with(source_key, ${prefix})`,
  );
  return Number(events);
}

async function countEvents(
  query: RunQuery,
  table: string,
  objects: readonly Written[],
): Promise<ObjectTimes[]> {
  const values = objects.map(({ key, version_id, written_at }, index) => {
    const { earliestPrompt, latestCredible } = credibleTimes(written_at);
    return `(${index}, ${literal(key)}, ${literal(version_id)}, ${earliestPrompt}, ${latestCredible})`;
  });
  const rows = await query(
    `SELECT number, count(*), epoch_ms(min("time")), epoch_ms(max("time")),
            count(*) FILTER (WHERE epoch_ms("time") > latest), count(*) FILTER (WHERE epoch_ms("time") < earliest)
     FROM ${table} JOIN (VALUES ${values.join(", ")}) AS written (number, key, version, earliest, latest)
       ON source_key = key AND source_version_id = version
     GROUP BY number ORDER BY number`,
  );
  return rows.map((row) => {
    const [number, events, first, last, after, before] = row.map(Number);
    const { key, version_id, written_at } = objects[number!]!;
    return {
      key,
      version_id,
      written_at,
      events: events!,
      first: first!,
      last: last!,
      after: after!,
      before: before!,
    };
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
