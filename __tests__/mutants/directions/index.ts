import type { Directions } from "../direction";
import { BUCKET_POLICIES } from "./bucket-policies";
import { BUCKETS } from "./buckets";
import { DATADOG } from "./datadog";
import { DATADOG_ORGANISATION } from "./datadog-organisation";
import { EVERYWHERE } from "./everywhere";
import { GUARDRAILS } from "./guardrails";
import { KEYS } from "./keys";
import { LIFECYCLE } from "./lifecycle";
import { QUERIES } from "./queries";
import { MLFLOW_ENTRANCE } from "./mlflow-entrance";
import { MLFLOW_NETWORK } from "./mlflow-network";
import { MLFLOW_STORES } from "./mlflow-stores";
import { MLFLOW_SCHEDULES } from "./mlflow-schedules";
import { MLFLOW_SERVICE } from "./mlflow-service";
import { MONITORING } from "./monitoring";
import { REPLICATION } from "./replication";
import { ROLES } from "./roles";
import { TERRAFORM } from "./terraform";
import { TRAIL } from "./trail";
import { WATCH } from "./watch";

/** Every table: which change of which attribute weakens a duty, and which does not. Reviewed row by row. */
export const DIRECTIONS: readonly Directions[] = [
  ...MLFLOW_SERVICE,
  ...MLFLOW_SCHEDULES,
  ...MLFLOW_ENTRANCE,
  ...MLFLOW_NETWORK,
  ...MLFLOW_STORES,
  ...BUCKETS,
  BUCKET_POLICIES,
  LIFECYCLE,
  REPLICATION,
  ...KEYS,
  TRAIL,
  ...WATCH,
  ...ROLES,
  ...GUARDRAILS,
  ...QUERIES,
  ...DATADOG,
  ...DATADOG_ORGANISATION,
  ...MONITORING,
  ...TERRAFORM,
  EVERYWHERE,
];
