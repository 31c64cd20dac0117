import type { DatadogAccess } from "../../../evidence/datadog/read";
import type { Call } from "./call";
import type { Stretch } from "./coverage";
import { readAudit, type AuditReport } from "./read-audit";
import { readTrail, type ReadOptions, type TrailPlace, type TrailReport } from "./read-trail";

/** Logs of calls, and the period they are read for. */
export interface CallLogs {
  readonly trail: TrailPlace;
  /** Datadog's, where it is to be read. */
  readonly audit?: DatadogAccess | undefined;
  readonly period: Stretch;
}

/** What reading came to. */
export interface CallReport {
  readonly trail: TrailReport;
  readonly audit?: AuditReport;
}

/**
 * Hands on every call of the period that changed something, or tried to, in no particular order.
 *
 * @throws UserError when a log cannot be read at all
 */
export async function readCalls(
  { trail, audit, period }: CallLogs,
  onCall: (call: Call) => void,
  options: ReadOptions = {},
): Promise<CallReport> {
  const report = await readTrail(trail, period, onCall, options);
  return { trail: report, ...(audit && { audit: await readAudit(audit, period, onCall) }) };
}
