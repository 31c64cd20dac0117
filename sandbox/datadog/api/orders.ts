/** The orders of archives, indexes and pipelines: each one of all of its kind, and one for the whole organisation. */
import type { AssetKind, Assets } from "../assets";
import type { Answer } from "./collection";
import { logsRefused, refused, type ApiFault } from "./fault";
import { list, object } from "./json";

export interface Order {
  readonly kind: AssetKind;
  readonly path: string;
  /** Of an archive, the audit trail tells of its order, too. */
  readonly audited: { readonly category: string; readonly type: string };
  readonly read: (body: unknown) => readonly unknown[];
  readonly body: (ids: readonly string[]) => unknown;
  /** Of an id that is left out, or of one that does not exist. */
  readonly incomplete: (id: string) => ApiFault;
  readonly unknown: (id: string) => ApiFault;
}

const LOGS = "Log Management";

/**
 * @see https://docs.datadoghq.com/api/latest/logs-archives/#update-archive-order
 * @see https://docs.datadoghq.com/api/latest/logs-indexes/#update-indexes-order
 * @see https://docs.datadoghq.com/api/latest/logs-pipelines/#update-pipeline-order
 */
export const ORDERS: readonly Order[] = [
  {
    kind: "logs archive",
    path: "/api/v2/logs/config/archive-order",
    audited: { category: LOGS, type: "archive" },
    read: (body) => list(object(object(object(body)["data"])["attributes"])["archive_ids"]),
    body: (ids) => ({ data: { type: "archive_order", attributes: { archive_ids: ids } } }),
    incomplete: (id) => refused(422, `Missing order for archive ${id}`),
    unknown: (id) => refused(422, `Archive ${id} not found`),
  },
  {
    kind: "logs index",
    path: "/api/v1/logs/config/index-order",
    audited: { category: LOGS, type: "index" },
    read: (body) => list(object(body)["index_names"]),
    body: (ids) => ({ index_names: ids }),
    incomplete: (id) => logsRefused(400, `Missing order for index ${id}`),
    unknown: (id) => logsRefused(400, `Non existing index ${id}`),
  },
  {
    kind: "logs pipeline",
    path: "/api/v1/logs/config/pipeline-order",
    audited: { category: LOGS, type: "pipeline" },
    read: (body) => list(object(body)["pipeline_ids"]),
    body: (ids) => ({ pipeline_ids: ids }),
    incomplete: (id) => logsRefused(422, `Missing order for pipeline ${id}`),
    unknown: (id) => logsRefused(422, `Non existing pipeline ${id}`),
  },
];

export const orderOf = (order: Order, assets: Assets): Answer => ({
  status: 200,
  body: order.body(assets.order(order.kind)),
});

/** An order names all there are and nothing else: who makes it from what was there before has missed what came since. */
export function changeOrder(order: Order, body: unknown, assets: Assets): Answer {
  const sent = order.read(body).map(String);
  const known = assets.order(order.kind);
  const unknown = sent.find((id) => !known.includes(id));
  if (unknown !== undefined) throw order.unknown(unknown);
  const missing = known.find((id) => !sent.includes(id));
  if (missing !== undefined) throw order.incomplete(missing);
  assets.reorder(order.kind, sent);
  return { ...orderOf(order, assets), changed: { id: "order", name: "order" } };
}
