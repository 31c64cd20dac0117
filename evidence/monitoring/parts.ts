import { AUDIT_KEPT_DAYS, auditPages } from "../datadog/audit-trail";
import { cursorPages, numberedPages, PAGE } from "../datadog/pages";
import { DatadogUnread, type DatadogAccess } from "../datadog/read";
import { objectiveResults } from "./objective-results";

/** A period of time, `[from, to)`, in the spelling of records. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** What is asked of Datadog. */
export interface Asked {
  readonly access: DatadogAccess;
  /** Id of the environment. */
  readonly environment: string;
  readonly period: Period;
}

/** Something that is copied. */
export interface Part {
  readonly what: "monitors" | "objectives" | "alerts" | "objective-results" | "audit-events";
  /** For people. */
  readonly title: string;
  /** Days that Datadog keeps it; nothing for what is as it is now. */
  readonly keptDays?: number;
  /** Pages of entries. @throws DatadogUnread; what was handed on before stays right */
  entries(asked: Asked): AsyncGenerator<readonly unknown[]>;
}

/** The tag of everything the product makes in Datadog. */
const OURS = "compliance:eu-ai-act";

/** Datadog keeps events for 15 months. @see https://docs.datadoghq.com/data_security/data_retention_periods/ */
const EVENTS_KEPT_DAYS = 455;
/** And what a monitor-based objective came to for three. */
const RESULTS_KEPT_DAYS = 89;

/** All that is copied, definitions first. */
export const PARTS: readonly Part[] = [
  {
    what: "monitors",
    title: "definitions of the monitors, with downtimes that hold now",
    entries: ({ access, environment }) =>
      ours(
        environment,
        numberedPages(
          access,
          "/api/v1/monitor",
          (page) => ({
            ...{ page: String(page), page_size: String(PAGE) },
            ...{ monitor_tags: OURS, with_downtimes: "true" },
          }),
          (answer) => (Array.isArray(answer) ? answer : undefined),
        ),
      ),
  },
  {
    what: "objectives",
    title: "definitions of the service level objectives",
    entries: ({ access, environment }) => objectivesOf(access, environment),
  },
  {
    what: "alerts",
    title: "alerts and recoveries of the monitors",
    keptDays: EVENTS_KEPT_DAYS,
    entries: ({ access, environment, period }) => {
      const query = {
        "filter[query]": `source:alert ${OURS}`,
        "filter[from]": String(Date.parse(period.from)),
        "filter[to]": String(Date.parse(period.to)),
        sort: "timestamp",
      };
      return ours(environment, within(period, cursorPages(access, "/api/v2/events", query)));
    },
  },
  {
    what: "objective-results",
    title: "what the service level objectives came to",
    keptDays: RESULTS_KEPT_DAYS,
    entries: ({ access, environment, period }) =>
      objectiveResults(access, period, objectivesOf(access, environment)),
  },
  {
    what: "audit-events",
    title: "changes in the organisation, by Datadog's Audit Trail",
    keptDays: AUDIT_KEPT_DAYS,
    // Of the whole organisation: a change of an archive or a role has no environment.
    entries: ({ access, period }) => within(period, auditPages(access, period)),
  },
];

function objectivesOf(access: DatadogAccess, environment: string): AsyncGenerator<readonly unknown[]> {
  return ours(
    environment,
    numberedPages(
      access,
      "/api/v1/slo",
      (page) => ({ limit: String(PAGE), offset: String(page * PAGE), tags_query: OURS }),
      listOf,
    ),
  );
}

function listOf(answer: unknown): readonly unknown[] | undefined {
  const { data, errors } = (answer ?? {}) as { data?: unknown; errors?: unknown };
  if (Array.isArray(errors) && errors.length > 0)
    throw new DatadogUnread("/api/v1/slo", `errors in the answer: ${JSON.stringify(errors).slice(0, 200)}`);
  return Array.isArray(data) ? data : undefined;
}

/**
 * What has our tag and is of this environment, or of none: the organisation's own. Each once, though a list may move while its
 * pages are read.
 */
async function* ours(
  environment: string,
  pages: AsyncGenerator<readonly unknown[]>,
): AsyncGenerator<readonly unknown[]> {
  const seen = new Set<unknown>();
  for await (const page of pages)
    yield page.filter((entry) => {
      const tags = tagsOf(entry);
      const elsewhere = tags.some((tag) => tag.startsWith("env:")) && !tags.includes(`env:${environment}`);
      const id = (entry as { id?: unknown } | null)?.id;
      if (!tags.includes(OURS) || elsewhere || (id !== undefined && seen.has(id))) return false;
      seen.add(id);
      return true;
    });
}

function tagsOf(entry: unknown): readonly string[] {
  const { tags, attributes } = (entry ?? {}) as { tags?: unknown; attributes?: { tags?: unknown } };
  const all = tags ?? attributes?.tags;
  return Array.isArray(all) ? all.filter((tag): tag is string => typeof tag === "string") : [];
}

/** Only what happened in the period: what happened on a bound is in one of two that join. What tells no time is kept. */
async function* within(
  { from, to }: Period,
  pages: AsyncGenerator<readonly unknown[]>,
): AsyncGenerator<readonly unknown[]> {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  for await (const page of pages)
    yield page.filter((entry) => {
      const { timestamp } = (entry as { attributes?: { timestamp?: unknown } } | null)?.attributes ?? {};
      const at = typeof timestamp === "string" ? Date.parse(timestamp) : NaN;
      return Number.isNaN(at) || (at >= begin && at < end);
    });
}
