import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { Intent } from "./gate-state";

/** Schema of the gate's own tables, beside MLflow's in the same database. MLflow's role has no right in it. */
export const SCHEMA = "evidence_gate";

/** Set by the database, by its own clock: the clocks of the gate tasks do not matter. */
type ByDatabase = ColumnType<Date, never, never>;

/** The gate's tables, as the migrations leave them. */
export interface Tables {
  contributor: {
    target: string;
    principal: string;
    name: string;
    kind: "person" | "service";
    since: ByDatabase;
  };
  frozen: {
    target: string;
    holder: string;
    since: ByDatabase;
    /** When it ends by itself, if its holder is heard of no more; empty for what lasts. */
    until: ColumnType<Date | null, never, never>;
  };
  write_under_way: {
    id: string;
    target: string;
    call: string;
    principal: string;
    until: ByDatabase;
  };
  intent: {
    id: string;
    model: string;
    plan: JSONColumnType<object, string, never>;
    state: Generated<Intent["state"]>;
    record: string | null;
    /** Order in which intents were planned. */
    number: Generated<string>;
    planned_at: ByDatabase;
  };
}
