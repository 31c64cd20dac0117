import type { Kind } from "../kind";
import { AWS_ACCOUNT, ROLE, USER } from "./access";
import { ARCHIVE, INDEX, METRIC, PIPELINE } from "./logs";
import { DOWNTIME, MONITOR, MONITOR_CONFIG_POLICY } from "./monitor";
import { DASHBOARD, SLO, WEBHOOK, WEBHOOK_VARIABLE } from "./observability";

/** All kinds of assets that are made, read, changed and deleted one by one. */
export const KINDS: readonly Kind[] = [
  ...[MONITOR, MONITOR_CONFIG_POLICY, DOWNTIME],
  ...[ARCHIVE, INDEX, PIPELINE, METRIC],
  ...[SLO, DASHBOARD, WEBHOOK, WEBHOOK_VARIABLE],
  ...[ROLE, USER, AWS_ACCOUNT],
];
