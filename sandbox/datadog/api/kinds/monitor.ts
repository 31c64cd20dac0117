/**
 * Monitors, their config policies and downtimes.
 *
 * @see https://docs.datadoghq.com/api/latest/monitors/
 */
import type { Asset, Assets } from "../../assets";
import { refused } from "../fault";
import { monitorId, uuid } from "../ids";
import { list, object, text, without, type Json } from "../json";
import type { Kind, Making, Query } from "../kind";
import { ORGANISATION } from "../organisation";
import { readMonitorQuery } from "./monitor-query";

const TYPES = [
  ...["metric alert", "query alert", "log alert", "audit alert", "event-v2 alert", "slo alert", "composite"],
  ...["service check", "process alert", "rum alert", "trace-analytics alert"],
];
/** These have nothing that could be missing. */
const WITHOUT_MISSING_DATA = ["service check", "composite", "slo alert"];

export const MONITOR: Kind = {
  kind: "monitor",
  path: "/api/v1/monitor",
  audited: { category: "Monitor", type: "monitor" },
  newId: monitorId,
  changedBy: "PUT",
  keepsUnnamed: true,
  fields: monitorFields,
  missing: () => refused(404, "Monitor not found"),
  deleted: (id) => ({ status: 200, body: { deleted_monitor_id: Number(id) } }),
  search: {
    matches: ({ tags, name }, { monitor_tags: wanted = "", name: words = "" }) =>
      wanted
        .split(",")
        .filter((tag) => tag !== "")
        .every((tag) => list(tags).includes(tag)) && text(name).includes(words),
    page: monitorPage,
  },
};

/** Without a page all of them come; with one, 100 unless told otherwise. */
function monitorPage(
  found: readonly Asset[],
  { page, page_size: size = "100", id_offset: after, with_downtimes: downtimes }: Query,
  assets: Assets,
): readonly Asset[] {
  const behind = found.filter(({ id }) => after === undefined || Number(id) > Number(after));
  const first = Number(page ?? 0) * Number(size);
  const paged = page === undefined ? behind : behind.slice(first, first + Number(size));
  if (downtimes !== "true") return paged;
  return paged.map((monitor) => ({ ...monitor, matching_downtimes: downtimesOf(monitor, assets) }));
}

function downtimesOf({ id, tags }: Asset, assets: Assets): readonly Json[] {
  return assets.list("downtime").flatMap(({ id: downtime, attributes }) => {
    const { monitor_identifier: identifier, scope, status } = object(attributes);
    const { monitor_id: monitor, monitor_tags: wanted } = object(identifier);
    const meant =
      monitor === undefined
        ? list(wanted).every((tag) => tag === "*" || list(tags).includes(tag))
        : String(monitor) === String(id);
    return meant && status !== "canceled" ? [{ id: downtime, scope, groups: [] }] : [];
  });
}

function monitorFields(sent: Json, making: Making): Json {
  checkMonitor(sent, making.assets);
  const { before, now, login, id } = making;
  const monitor = {
    ...without(sent, "draft_status"),
    message: text(sent["message"]),
    tags: list(sent["tags"]),
    options: optionsOf(sent),
    priority: sent["priority"] || null,
    restricted_roles: sent["restricted_roles"] ?? null,
  };
  refuseDuplicate(monitor, making);
  return {
    ...monitor,
    id: Number(id),
    org_id: ORGANISATION.id,
    multi: /\bby \{|\.by\(/.test(text(sent["query"])),
    created: before?.["created"] ?? now.toISOString(),
    created_at: before?.["created_at"] ?? now.getTime(),
    modified: now.toISOString(),
    deleted: null,
    overall_state: before?.["overall_state"] ?? "No Data",
    overall_state_modified: before?.["overall_state_modified"] ?? null,
    creator: before?.["creator"] ?? { name: login, handle: login, email: login, id: 1 },
  };
}

/** With the options that the server adds where they are not sent. */
function optionsOf({ options, type }: Json): Json {
  const { thresholds, ...sent } = object(options);
  return {
    ...{ notify_audit: false, notify_no_data: false, include_tags: true, silenced: {} },
    ...(type === "log alert" && { enable_logs_sample: false, groupby_simple_monitor: false }),
    ...sent,
    ...(Object.keys(object(thresholds)).length > 0 && { thresholds }),
  };
}

/** @throws ApiFault as the API does of what it would not make; also for `/validate`, which makes nothing */
export function checkMonitor(sent: Json, assets: Assets): void {
  const { type, query, options } = sent;
  if (typeof type !== "string" || !TYPES.includes(type)) throw invalid("type");
  if (typeof query !== "string" || query === "") throw invalid("query");
  const { thresholds, on_missing_data: onMissingData } = object(options);
  if (onMissingData !== undefined && WITHOUT_MISSING_DATA.includes(type)) throw invalid("on_missing_data");
  checkQuery(type, query, object(thresholds), assets);
  for (const { attributes } of assets.list("monitor config policy"))
    checkPolicy(object(object(attributes)["policy"]), list(sent["tags"]));
}

function checkQuery(type: string, query: string, thresholds: Json, assets: Assets): void {
  const read = readMonitorQuery(type, query);
  if ("invalid" in read)
    throw refused(400, `The value provided for parameter 'query' is invalid: ${read.invalid}`);
  const { threshold, monitors = [], slo } = read;
  if (!monitors.every((id) => assets.get("monitor", id))) throw refused(400, "Some monitor IDs are invalid");
  if (slo !== undefined && !assets.get("slo", slo)) throw refused(400, `SLO ${slo} not found`);
  if (threshold === undefined || Object.keys(thresholds).length === 0) return;
  const { critical } = thresholds;
  if (critical === undefined || critical === null) throw refused(400, "Alert status is required.");
  if (Number(critical) !== threshold)
    throw refused(
      400,
      `Alert threshold (${String(critical)}) does not match that used in the query (${threshold}).`,
    );
}

/** The vendor's words for this one are not known; that it is refused, is. */
function checkPolicy(policy: Json, tags: readonly unknown[]): void {
  const key = text(policy["tag_key"]);
  const values = tags
    .map(String)
    .flatMap((tag) => (tag.startsWith(`${key}:`) ? [tag.slice(key.length + 1)] : []));
  const allowed = list(policy["valid_tag_values"]);
  if (policy["tag_key_required"] === true && values.length === 0)
    throw refused(400, `Tag policy violated: tag key ${key} is required`);
  const wrong = values.find((value) => allowed.length > 0 && !allowed.includes(value));
  if (wrong !== undefined)
    throw refused(400, `Tag policy violated: ${key}:${wrong} is not a valid tag value`);
}

/** Two monitors that are alike in all that was sent are one too many. */
function refuseDuplicate(monitor: Json, { assets, id }: Making): void {
  const essence = (one: Json): string =>
    JSON.stringify(
      ["name", "type", "query", "message", "tags", "options", "priority"].map((key) => one[key]),
    );
  const twin = assets
    .list("monitor")
    .find((other) => String(other["id"]) !== id && essence(other) === essence(monitor));
  if (twin)
    throw refused(400, `Duplicate of an existing monitor_id:${String(twin["id"])} org_id:${ORGANISATION.id}`);
}

const invalid = (parameter: string) =>
  refused(400, `The value provided for parameter '${parameter}' is invalid`);

export const MONITOR_CONFIG_POLICY: Kind = {
  kind: "monitor config policy",
  path: "/api/v2/monitor/policy",
  audited: { category: "Monitor", type: "monitor_config_policy" },
  type: "monitor-config-policy",
  newId: uuid,
  changedBy: "PATCH",
  keepsUnnamed: true,
  fields: (sent) => {
    if (sent["policy_type"] !== "tag") throw refused(400, "Invalid policy type");
    if (text(object(sent["policy"])["tag_key"]) === "") throw refused(400, "Invalid tag key");
    return sent;
  },
  missing: (id) => refused(404, `Monitor config policy ${id} not found`),
  deleted: () => ({ status: 204 }),
};

export const DOWNTIME: Kind = {
  kind: "downtime",
  path: "/api/v2/downtime",
  audited: { category: "Request", type: "downtime" },
  type: "downtime",
  newId: uuid,
  changedBy: "PATCH",
  keepsUnnamed: true,
  fields: (sent, { before, now }) => ({
    ...{ message: null, display_timezone: "UTC", mute_first_recovery_notification: false },
    ...{ notify_end_states: ["alert", "no data", "warn"], notify_end_types: ["expired"] },
    ...{ monitor_identifier: { monitor_tags: ["*"] }, status: "scheduled", canceled: null },
    ...sent,
    created: object(before?.["attributes"])["created"] ?? now.toISOString(),
    modified: now.toISOString(),
  }),
  missing: (id) => refused(404, `Downtime ${id} not found`),
  deleted: () => ({ status: 204 }),
  // It ends and stays to be seen.
  afterDeletion: (asset, { now }) => ({
    ...asset,
    attributes: { ...object(asset["attributes"]), status: "canceled", canceled: now.toISOString() },
  }),
};
