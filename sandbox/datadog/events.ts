/** Events that programs send and that monitors make, kept to be searched by monitors and by programs. Pure, but for its memory. */
import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { LogQuerySyntaxError, matchesLog, parseLogQuery } from "../../logquery";
import { alertEvent } from "./monitors/alert-event";
import type { Notification } from "./monitors/monitors";
import type { Found } from "./monitors/search";
import { momentOf } from "./moment";

/** The fields that the product sends; the vendor knows more. */
const sentEvent = z.object({
  title: z.string().min(1).max(500),
  text: z.string().max(4_000),
  tags: z.array(z.string()).default([]),
  alert_type: z.enum(["error", "warning", "info", "success", "user_update"]).default("info"),
  aggregation_key: z.string().max(100).optional(),
  date_happened: z.int().optional(),
});

type EventAnswer =
  | {
      readonly status: 202;
      readonly body: { readonly status: "ok"; readonly event: { readonly id: string } };
    }
  | { readonly status: 400 | 403; readonly body: { readonly errors: readonly string[] } };

/** The vendor takes no event that is older. */
const MAX_AGE_SECONDS = 18 * 3_600;

/** The vendor's limits of `page[limit]`. */
const PAGE = { usual: 10, most: 1_000 };

/** An event as it is searched, with what its own API answers of it (`attributes`). */
type Kept = Found & { readonly id: string; readonly shown: Readonly<Record<string, unknown>> };

/**
 * Remembers events as the vendor does; nothing is dropped after 15 months.
 * @see https://docs.datadoghq.com/api/latest/events/#post-an-event
 */
export class Events {
  private readonly kept: Kept[] = [];

  constructor(private readonly now: () => Date) {}

  take(
    { body, apiKey }: { readonly body: unknown; readonly apiKey: string | undefined },
    key: string,
  ): EventAnswer {
    if (apiKey !== key) return { status: 403, body: { errors: ["Forbidden"] } };
    const sent = sentEvent.safeParse(read(body));
    if (!sent.success)
      return { status: 400, body: { errors: sent.error.issues.map(({ message }) => message) } };
    const { title, text, tags, alert_type: status, date_happened: happened, ...more } = sent.data;
    const now = this.now();
    const date = happened === undefined ? now : new Date(happened * 1000);
    if (now.getTime() - date.getTime() > MAX_AGE_SECONDS * 1000)
      return { status: 400, body: { errors: ["date_happened is older than 18 hours"] } };
    const evt = { id: randomUUID(), source_id: 100, type: "api" };
    this.keep({
      ...{ date, status, tags, message: text, source: "" },
      attributes: { title, ...more, status, evt, priority: "normal", timestamp: date.getTime() },
    });
    return { status: 202, body: { status: "ok", event: { id: evt.id } } };
  }

  /** What a monitor tells is an event, too. */
  tell(notification: Notification): void {
    this.keep({ ...alertEvent(notification), source: "alert" });
  }

  /** Every event, in the form in which events are searched. */
  searchable(): readonly Found[] {
    return this.kept;
  }

  /**
   * A page of what matches `filter[query]`, `filter[from]`, `filter[to]`, both bounds included. Every page that holds
   * something has a cursor to the next one, which may be empty.
   *
   * @see https://docs.datadoghq.com/api/latest/events/#get-a-list-of-events
   */
  page(request: Readonly<Record<string, string | undefined>>): {
    readonly status: number;
    readonly body: unknown;
  } {
    const limit = Math.min(Number(request["page[limit]"] ?? PAGE.usual) || PAGE.usual, PAGE.most);
    const start = Number(request["page[cursor]"] ?? 0);
    try {
      const data = this.matching(request).slice(start, start + limit);
      if (data.length === 0) return { status: 200, body: { data } };
      const meta = { page: { after: String(start + data.length) }, status: "done" };
      return { status: 200, body: { data: data.map(answered), meta } };
    } catch (error) {
      if (!(error instanceof LogQuerySyntaxError)) throw error;
      return { status: 400, body: { errors: [error.message] } };
    }
  }

  private matching(request: Readonly<Record<string, string | undefined>>): readonly Kept[] {
    const query = parseLogQuery(request["filter[query]"] ?? "*");
    const from = momentOf(request["filter[from]"], this.now()) ?? -Infinity;
    const to = momentOf(request["filter[to]"], this.now()) ?? Infinity;
    const oldestFirst = request["sort"] !== "-timestamp";
    return this.kept
      .filter((one) => one.date.getTime() >= from && one.date.getTime() <= to && matchesLog(query, one))
      .toSorted((a, b) => (oldestFirst ? 1 : -1) * (a.date.getTime() - b.date.getTime()));
  }

  private keep({
    attributes,
    message,
    ...event
  }: Pick<Found, "date" | "status" | "tags" | "message" | "source" | "attributes">): void {
    const { title } = attributes as { readonly title: string };
    const shown = {
      attributes: { ...attributes, tags: event.tags },
      message,
      tags: event.source === "" ? event.tags : [...event.tags, `source:${event.source}`],
      timestamp: event.date.toISOString(),
    };
    this.kept.push({
      ...event,
      ...{ message: `${title}\n${message}`, attributes, service: "", host: "" },
      ...{ id: idOf(shown), shown },
    });
  }
}

const answered = ({ id, shown }: Kept) => ({ id, type: "event", attributes: shown });

/** Long and opaque, as the vendor's are. */
const idOf = (shown: object): string =>
  `AgAAA${createHash("sha256")
    .update(`${randomUUID()}${JSON.stringify(shown)}`)
    .digest("base64url")}`;

function read(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return body;
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
