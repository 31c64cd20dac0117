/** Every route of the API: what it does, and what the audit trail calls what it changes. */
import type { Asset } from "../assets";
import type { Events } from "../events";
import type { AuditTrail } from "./audit-trail";
import { all, change, make, one, remove, type Answer, type Asking } from "./collection";
import { refused } from "./fault";
import { hex } from "./ids";
import { object, type Json } from "./json";
import type { Kind } from "./kind";
import { KINDS } from "./kinds";
import { checkMonitor, MONITOR } from "./kinds/monitor";
import { SLO } from "./kinds/observability";
import { changeOrder, orderOf, ORDERS, type Order } from "./orders";
import { permissionsBody } from "./permissions";
import { Scanner, SCANNER_AUDITED, SCANNER_KINDS, SCANNER_PATH } from "./scanner";

export interface Asked extends Asking {
  /** From the path; empty where it has none. */
  readonly id: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `:id` stands for an id. */
  readonly path: string;
  /** What the audit trail calls what is changed; not there when nothing is. */
  readonly audited?: { readonly category: string; readonly type: string };
  readonly answer: (asked: Asked) => Answer;
}

/** What an objective came to in the period of a query. */
export type ObjectiveHistory = (
  objective: Asset,
  query: Readonly<Record<string, string | undefined>>,
) => Json;

/** What is searched, and not configured. */
export interface Searches {
  readonly audit: Pick<AuditTrail, "page">;
  readonly events: Pick<Events, "page">;
  readonly historyOf: ObjectiveHistory;
}

/** @param scanner remembers the version of its configuration */
export const routes = (scanner: Scanner, searches: Searches): readonly Route[] => [
  ...ofSearches(searches),
  ...KINDS.flatMap(ofKind),
  ...ORDERS.flatMap(ofOrder),
  ...ofScanner(scanner),
  ...ofMonitorValidation(MONITOR.path),
  {
    method: "POST",
    path: "/api/v2/integration/aws/generate_new_external_id",
    audited: { category: "Integration", type: "amazon-web-services" },
    answer: () => {
      const id = hex();
      const data = { id, type: "external_id", attributes: { external_id: id } };
      return { status: 200, body: { data }, changed: { id } };
    },
  },
  { method: "GET", path: "/api/v2/permissions", answer: () => ({ status: 200, body: permissionsBody() }) },
];

function ofKind(kind: Kind): readonly Route[] {
  const { path, audited } = kind;
  const item = `${path}/:id`;
  return [
    { method: "GET", path, answer: (asked) => all(kind, asked.query, asked) },
    { method: "POST", path, audited, answer: (asked) => make(kind, asked.body, asked) },
    { method: "GET", path: item, answer: (asked) => one(kind, asked.id, asked) },
    {
      method: kind.changedBy,
      path: item,
      audited,
      answer: (asked) => change(kind, asked.id, asked.body, asked),
    },
    { method: "DELETE", path: item, audited, answer: (asked) => remove(kind, asked.id, asked) },
  ];
}

function ofOrder(order: Order): readonly Route[] {
  const { path, audited } = order;
  return [
    { method: "GET", path, answer: ({ assets }) => orderOf(order, assets) },
    { method: "PUT", path, audited, answer: ({ body, assets }) => changeOrder(order, body, assets) },
  ];
}

function ofScanner(scanner: Scanner): readonly Route[] {
  const audited = SCANNER_AUDITED;
  return [
    { method: "GET", path: SCANNER_PATH, answer: ({ assets }) => scanner.all(assets) },
    {
      ...{ method: "PATCH", path: SCANNER_PATH, audited },
      answer: ({ body, assets }) => scanner.reorder(body, assets),
    },
    ...Object.entries(SCANNER_KINDS).flatMap(([name, kind]): Route[] => [
      {
        ...{ method: "POST", path: `${SCANNER_PATH}/${name}`, audited },
        answer: ({ body, assets }) => scanner.make(kind, body, assets),
      },
      {
        ...{ method: "PATCH", path: `${SCANNER_PATH}/${name}/:id`, audited },
        answer: ({ id, body, assets }) => scanner.change(kind, id, body, assets),
      },
      {
        ...{ method: "DELETE", path: `${SCANNER_PATH}/${name}/:id`, audited },
        answer: ({ id, assets }) => scanner.remove(kind, id, assets),
      },
    ]),
  ];
}

/** What was changed, what was told, and what objectives came to. */
function ofSearches({ audit, events, historyOf }: Searches): readonly Route[] {
  return [
    {
      ...{ method: "GET", path: "/api/v2/audit/events" },
      answer: ({ query }) => {
        const body = audit.page(query);
        return { status: "errors" in body ? 400 : 200, body };
      },
    },
    { method: "GET", path: "/api/v2/events", answer: ({ query }) => events.page(query) },
    {
      ...{ method: "GET", path: `${SLO.path}/:id/history` },
      answer: ({ id, query, assets }) => {
        const objective = assets.get("slo", id);
        if (!objective) throw SLO.missing(id);
        return { status: 200, body: historyOf(objective, query) };
      },
    },
  ];
}

/** Checks a monitor and makes none. */
function ofMonitorValidation(path: string): readonly Route[] {
  return [
    {
      ...{ method: "POST", path: `${path}/validate` },
      answer: ({ body, assets }) => {
        checkMonitor(object(body), assets);
        return { status: 200, body: {} };
      },
    },
    {
      ...{ method: "POST", path: `${path}/:id/validate` },
      answer: ({ id, body, assets }) => {
        const monitor = assets.get("monitor", id);
        if (!monitor) throw refused(404, "Monitor not found");
        checkMonitor({ ...monitor, ...object(body) }, assets);
        return { status: 200, body: {} };
      },
    },
  ];
}
