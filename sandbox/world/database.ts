import { makePostgresDir } from "../postgres/cluster";
import { findPostgres } from "../postgres/installed";
import type { WorldDatabase } from "./service";

/** PostgreSQL where this machine has it and it reaches the world's folder. */
export async function databaseOf(worldDir: string): Promise<WorldDatabase> {
  const found = await findPostgres();
  if ("missing" in found) return { kind: "embedded", because: found.missing };
  const unreached = await makePostgresDir(found, worldDir);
  return unreached === undefined
    ? { kind: "postgres", installation: found }
    : { kind: "embedded", because: unreached };
}
