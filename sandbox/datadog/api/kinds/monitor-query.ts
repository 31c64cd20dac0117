/** What the API looks at in a monitor's query before it takes it: its form, its threshold, whom it names. */
import {
  LogQuerySyntaxError,
  MonitorQuerySyntaxError,
  parseLogQuery,
  parseMonitorQuery,
  type MonitorQuery,
} from "../../../../logquery";

interface CheckedQuery {
  /** What the value is compared with; a composite has none. */
  readonly threshold?: number;
  /** Ids of the monitors that a composite joins. */
  readonly monitors?: readonly string[];
  /** Id of the SLO it watches. */
  readonly slo?: string;
}

/** The forms of query that each type takes. Of a type that is not here, nothing is looked at. */
const FORMS: Readonly<Record<string, (query: MonitorQuery) => boolean>> = {
  "metric alert": ({ kind }) => kind === "metric",
  "query alert": ({ kind }) => kind === "metric",
  "log alert": (query) => query.kind === "search" && query.source === "logs",
  "audit alert": (query) => query.kind === "search" && query.source === "audits",
  "event-v2 alert": (query) => query.kind === "search" && query.source === "events",
  "slo alert": ({ kind }) => kind === "slo",
};

/** @returns why it cannot be read, of a query that is not of its type's form */
export function readMonitorQuery(type: string, text: string): CheckedQuery | { readonly invalid: string } {
  if (type === "composite") {
    const monitors = text.match(/\d+/g) ?? [];
    return /^[\d\s()!&|]+$/.test(text) && monitors.length > 0 ? { monitors } : { invalid: text };
  }
  const fits = FORMS[type];
  if (!fits) return {};
  try {
    const query = parseMonitorQuery(text);
    if (!fits(query)) return { invalid: `not a query of a ${type}` };
    if (query.kind === "search") parseLogQuery(query.query);
    return { threshold: query.threshold, ...(query.kind === "slo" && { slo: query.slo }) };
  } catch (error) {
    if (error instanceof MonitorQuerySyntaxError || error instanceof LogQuerySyntaxError)
      return { invalid: error.message };
    throw error;
  }
}
