import { gateStateUnavailable } from "../../errors";
import { reasonOf } from "./answered";
import type { Connection } from "./connection";
import { connectEmbedded } from "./embedded";
import type { GateState } from "./gate-state";
import { migrate } from "./migrate";
import { connectPostgres } from "./postgres";
import { SqlState, type StateTimes } from "./sql-state";

/** How the state is kept; all optional. */
export interface StateOptions extends Partial<StateTimes> {
  /** Connections to PostgreSQL at most, besides those of decisions under way. @default 10 */
  readonly connections?: number;
}

const CONNECTIONS = 10;

/** A lease outlasts what MLflow may still do for a dead task: longer than a request to it may take. */
const TIMES: StateTimes = { leaseMs: 90_000, renewEveryMs: 5_000, freezeWaitMs: 30_000, turnWaitMs: 60_000 };

/**
 * Opens the gate's state and brings its tables up to date.
 *
 * @param target `postgres://...` for PostgreSQL, which gate tasks share; or a folder, or `memory://`, for an engine in
 *   this process, which one gate task has for itself
 * @throws UserError when the database cannot be reached, or its tables cannot be made
 */
export async function openState(target: string, options: StateOptions = {}): Promise<GateState> {
  const { connections = CONNECTIONS, ...times } = options;
  let connection: Connection | undefined;
  try {
    connection = /^postgres(ql)?:\/\//.test(target)
      ? connectPostgres(target, connections)
      : await connectEmbedded(target);
    await migrate(connection.db);
    const state = new SqlState(connection, { ...TIMES, ...times });
    await state.sweep();
    return state;
  } catch (error) {
    await connection?.close();
    throw gateStateUnavailable(withoutPassword(target), reasonOf(error));
  }
}

function withoutPassword(target: string): string {
  return target.replace(/^(postgres(?:ql)?:\/\/)[^@/]*@/, "$1").replace(/\?.*$/, "");
}
