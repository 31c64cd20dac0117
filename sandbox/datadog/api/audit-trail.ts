/** `GET /api/v2/audit/events`: what was changed, by whom and when, in pages. Pure, but for its memory. */
import { randomUUID } from "node:crypto";
import { LogQuerySyntaxError, matchesLog, parseLogQuery, type LogRecord } from "../../../logquery";

/** One change as it is made. */
export interface AuditedChange {
  /** Category such as `Monitor`; of what has none of its own, `Request`. */
  readonly category: string;
  readonly action: "created" | "modified" | "deleted" | "accessed";
  readonly asset?: { readonly type: string; readonly id: string; readonly name?: string };
  /** Login of the user whose application key was used. */
  readonly login: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly userAgent: string;
}

interface AuditEvent {
  readonly id: string;
  readonly type: "audit";
  readonly attributes: {
    readonly timestamp: string;
    readonly service: string;
    readonly tags: readonly string[];
    readonly message: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  };
}

type SearchableEvent = LogRecord & { readonly date: Date; readonly event: AuditEvent };

/** What a page is asked by, each as it stands in the query string. */
export type AuditRequest = Readonly<Record<string, string | undefined>>;

type AuditAnswer =
  | {
      readonly data: readonly AuditEvent[];
      readonly meta: { readonly page: { readonly after?: string }; readonly status: "done" };
    }
  | { readonly errors: readonly string[] };

/** The vendor's limits of `page[limit]`. */
const PAGE = { usual: 10, most: 1_000 };

/**
 * Remembers changes as the vendor's audit trail does; nothing is dropped after 90 days.
 * @see https://docs.datadoghq.com/api/latest/audit/get-a-list-of-audit-logs-events/
 */
export class AuditTrail {
  private readonly events: AuditEvent[] = [];

  constructor(private readonly now: () => Date) {}

  add(change: AuditedChange): void {
    const { category, action, asset, login, method, path, status, userAgent } = change;
    const usr = { id: login, email: login };
    this.events.push({
      id: randomUUID(),
      type: "audit",
      attributes: {
        timestamp: this.now().toISOString(),
        service: "datadog",
        tags: ["source:datadog"],
        message: asset ? `${login} ${action} ${asset.type} ${asset.id}` : `${login} ${method} ${path}`,
        attributes: {
          ...{ action, usr, ...(asset && { asset }) },
          evt: { name: category, actor: { type: "USER" } },
          http: { method, status_code: status, useragent: userAgent, url_details: { path } },
          status: status < 400 ? "info" : "error",
        },
      },
    });
  }

  /** A page of what matches `filter[query]`, `filter[from]`, `filter[to]`, oldest first. */
  page(request: AuditRequest): AuditAnswer {
    const limit = Math.min(Number(request["page[limit]"] ?? PAGE.usual) || PAGE.usual, PAGE.most);
    const start = Number(request["page[cursor]"] ?? 0);
    try {
      const found = this.matching(request);
      const end = start + limit;
      const page = end < found.length ? { after: String(end) } : {};
      return { data: found.slice(start, end), meta: { page, status: "done" } };
    } catch (error) {
      if (!(error instanceof LogQuerySyntaxError)) throw error;
      return { errors: [error.message] };
    }
  }

  /** Every event, in the form in which events are searched. */
  searchable(): readonly SearchableEvent[] {
    return this.events.map((event) => {
      const { timestamp, service, tags, message, attributes } = event.attributes;
      const log = { tags, attributes, message, service, status: "info", host: "", source: "datadog" };
      return { ...log, date: new Date(timestamp), event };
    });
  }

  private matching(request: AuditRequest): readonly AuditEvent[] {
    const query = parseLogQuery(request["filter[query]"] ?? "*");
    const from = Date.parse(request["filter[from]"] ?? "") || -Infinity;
    const to = Date.parse(request["filter[to]"] ?? "") || Infinity;
    return this.searchable()
      .filter((one) => one.date.getTime() >= from && one.date.getTime() <= to && matchesLog(query, one))
      .map(({ event }) => event);
  }
}
