import { cursorPages } from "./pages";
import type { DatadogAccess } from "./read";

/** Datadog keeps audit events for 90 days. @see https://docs.datadoghq.com/account_management/audit_trail/ */
export const AUDIT_KEPT_DAYS = 90;

/** Changes of what is configured; and of downtimes, which have no event of their own, the requests. */
const CHANGES =
  "@action:(created OR modified OR deleted) OR (@evt.name:Request @http.method:(POST OR PUT OR PATCH OR DELETE) @http.url_details.path:*downtime*)";

/**
 * Audit events of a period that tell of a change, page by page, oldest first. Some just outside may be among them: the vendor
 * does not say whether its bounds are included.
 *
 * @see https://docs.datadoghq.com/api/latest/audit/get-a-list-of-audit-logs-events/
 * @throws DatadogUnread
 */
export function auditPages(
  access: DatadogAccess,
  { from, to }: { readonly from: string; readonly to: string },
): AsyncGenerator<readonly unknown[]> {
  const query = { "filter[query]": CHANGES, "filter[from]": from, "filter[to]": to, sort: "timestamp" };
  return cursorPages(access, "/api/v2/audit/events", query);
}
