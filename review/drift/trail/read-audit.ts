import { datadogAuditDenied, datadogAuditUnreadable } from "../../../errors";
import { auditPages } from "../../../evidence/datadog/audit-trail";
import { DatadogUnread, type DatadogAccess } from "../../../evidence/datadog/read";
import { readAuditEvent } from "./audit-event";
import type { Call } from "./call";
import type { Stretch } from "./coverage";

/** What reading came to. */
export interface AuditReport {
  readonly events: number;
  /** Events without the fields every event has: what they tell of is not known. */
  readonly malformed: number;
}

/**
 * Hands on every event of a period that changes something, page by page.
 *
 * @throws UserError when Datadog refuses, or does not answer as it should
 */
export async function readAudit(
  trail: DatadogAccess,
  period: Stretch,
  onCall: (call: Call) => void,
): Promise<AuditReport> {
  let events = 0;
  let malformed = 0;
  try {
    for await (const page of auditPages(trail, period))
      for (const value of page) {
        const read = readAuditEvent(value);
        if (typeof read === "string") malformed++;
        else if (read.at >= period.from && read.at < period.to) {
          events++;
          onCall(read);
        }
      }
  } catch (error) {
    if (!(error instanceof DatadogUnread)) throw error;
    const { place, because, status } = error;
    throw status === 401 || status === 403
      ? datadogAuditDenied(place, status)
      : datadogAuditUnreadable(place, because);
  }
  return { events, malformed };
}
