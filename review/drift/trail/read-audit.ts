import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { datadogAuditDenied, datadogAuditUnreadable } from "../../../errors";
import { readAuditEvent } from "./audit-event";
import type { Call } from "./call";
import type { Stretch } from "./coverage";

/** Where Datadog's audit trail is read, and with what. */
export interface AuditTrail {
  /** `https://api.<site>`, or a stand-in's address. */
  readonly url: string;
  readonly apiKey: string;
  readonly applicationKey: string;
}

/** What reading came to. */
export interface AuditReport {
  readonly events: number;
  /** Events without the fields every event has: what they tell of is not known. */
  readonly malformed: number;
}

/** Datadog keeps audit events for 90 days. */
export const AUDIT_KEPT_DAYS = 90;

/** Changes of what is configured; and of downtimes, which have no event of their own, the requests. */
const AUDIT_QUERY =
  "@action:(created OR modified OR deleted) OR (@evt.name:Request @http.method:(POST OR PUT OR PATCH OR DELETE) @http.url_details.path:*downtime*)";

const PAGE = 1_000;
const ATTEMPTS = 5;
const LONGEST_WAIT_MS = 60_000;
const ANSWER_MS = 60_000;

const auditPage = z.looseObject({
  data: z.array(z.unknown()).default([]),
  meta: z.looseObject({ page: z.looseObject({ after: z.string().nullish() }).optional() }).optional(),
});

/**
 * Hands on every event of a period that changes something, page by page.
 *
 * @throws UserError when Datadog refuses, or does not answer as it should
 */
export async function readAudit(
  trail: AuditTrail,
  period: Stretch,
  onCall: (call: Call) => void,
): Promise<AuditReport> {
  let events = 0;
  let malformed = 0;
  let cursor: string | undefined;
  do {
    const page = await nextPage(trail, period, cursor);
    for (const value of page.data) {
      const read = readAuditEvent(value);
      if (typeof read === "string") malformed++;
      else if (read.at >= period.from && read.at < period.to) {
        events++;
        onCall(read);
      }
    }
    const after = page.meta?.page?.after ?? undefined;
    // A cursor that does not move would be followed for ever.
    cursor = page.data.length === 0 || after === cursor ? undefined : after;
  } while (cursor !== undefined);
  return { events, malformed };
}

async function nextPage(trail: AuditTrail, { from, to }: Stretch, cursor: string | undefined) {
  const url = new URL("/api/v2/audit/events", trail.url);
  const asked = { "filter[query]": AUDIT_QUERY, "filter[from]": from, "filter[to]": to, sort: "timestamp" };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  url.searchParams.set("page[limit]", String(PAGE));
  if (cursor !== undefined) url.searchParams.set("page[cursor]", cursor);
  const place = `${url.origin}${url.pathname}`;
  const response = await answer(url, place, trail);
  const parsed = auditPage.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw datadogAuditUnreadable(place, z.prettifyError(parsed.error).slice(0, 200));
  return parsed.data;
}

/** Waits where Datadog asks to be asked less often; its limits are per organisation and shared with others. */
async function answer(url: URL, place: string, { apiKey, applicationKey }: AuditTrail): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, {
      headers: { "DD-API-KEY": apiKey, "DD-APPLICATION-KEY": applicationKey },
      signal: AbortSignal.timeout(ANSWER_MS),
    }).catch((error: unknown) => {
      const { cause, message } = error as Error;
      throw datadogAuditUnreadable(place, cause instanceof Error ? cause.message : message);
    });
    if (response.ok) return response;
    if (response.status === 401 || response.status === 403) throw datadogAuditDenied(place, response.status);
    const mayPass = response.status === 429 || response.status >= 500;
    if (!mayPass || attempt === ATTEMPTS) throw datadogAuditUnreadable(place, `HTTP ${response.status}`);
    const reset = Number(response.headers.get("x-ratelimit-reset") ?? attempt);
    await sleep(Math.min(LONGEST_WAIT_MS, Math.max(0, reset) * 1_000));
  }
}
