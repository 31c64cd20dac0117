import type { Construct } from "constructs";
import type { Database, PartProps } from "../parts";
import { alarm, type AlarmRow } from "./alarm";
import { mostTasks } from "./scaling";

export interface DatabaseAlarmsProps extends PartProps {
  readonly database: Pick<Database, "identifier">;
}

const BYTES_A_GIB = 1024 ** 3;
/** Connections that one worker of MLflow opens at the most (SQLAlchemy: 5, and 10 more), and that a gate opens. */
const CONNECTIONS = { worker: 15, gate: 20 };
const MINUTES_15 = { period: 300, periods: 3 };

/** People are told before the database fails. */
export function createDatabaseAlarms(scope: Construct, props: DatabaseAlarmsProps): void {
  for (const row of rows(props)) alarm(scope, props.environment, row);
}

function rows({ service, database }: DatabaseAlarmsProps): readonly AlarmRow[] {
  const { size, database: sized } = service;
  const of = {
    namespace: "AWS/RDS",
    dimensions: { DBInstanceIdentifier: database.identifier },
    silence: "bad",
    ...MINUTES_15,
  } as const;
  return [
    {
      ...of,
      key: "database_busy",
      says: "The database of MLflow and gate is busy",
      metric: "CPUUtilization",
      statistic: "Average",
      fires: "above",
      threshold: 90,
    },
    {
      ...of,
      key: "database_full",
      says: "The database of MLflow and gate is nearly full",
      metric: "FreeStorageSpace",
      statistic: "Minimum",
      fires: "below",
      threshold: Math.floor(sized.storageGiB * 0.1 * BYTES_A_GIB),
    },
    {
      ...of,
      key: "database_connections",
      says: "More connections to the database than MLflow and gate open",
      metric: "DatabaseConnections",
      statistic: "Maximum",
      fires: "above",
      threshold: mostTasks(service) * (size.workers * CONNECTIONS.worker + CONNECTIONS.gate),
    },
  ];
}
