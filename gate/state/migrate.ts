import { Migrator, type Kysely } from "kysely";
import { MIGRATIONS } from "./migrations";
import { SCHEMA, type Tables } from "./tables";

/**
 * Brings the tables to what this version needs. Several gate tasks may start at once: the first takes a lock, the others
 * wait and find nothing to do.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db: db.withSchema(SCHEMA),
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    migrationTableSchema: SCHEMA,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
