/**
 * SLOs, dashboards, webhooks and their variables.
 *
 * @see https://docs.datadoghq.com/api/latest/service-level-objectives/
 * @see https://docs.datadoghq.com/api/latest/dashboards/
 * @see https://docs.datadoghq.com/api/latest/webhooks-integration/
 */
import { randomInt } from "node:crypto";
import { refused } from "../fault";
import { dashboardId, hex } from "../ids";
import { list, object, text, without, type Json } from "../json";
import type { Kind, Making } from "../kind";
import { USUAL_PAYLOAD } from "../../webhooks/usual-payload";

const SLO_TYPES: Readonly<Record<string, number>> = { monitor: 0, metric: 1, time_slice: 2 };

export const SLO: Kind = {
  kind: "slo",
  path: "/api/v1/slo",
  audited: { category: "SLO", type: "slo" },
  newId: hex,
  changedBy: "PUT",
  keepsUnnamed: false,
  fields: sloFields,
  missing: (id) => refused(404, `SLO not found: ${id} not found`),
  deleted: (id) => ({ status: 200, body: { data: [id], error: null } }),
  envelope: {
    one: (asset, method) => ({ data: method === "GET" ? asset : [asset], error: null }),
    all: (data, { all, matching }) => ({
      ...{ data, error: null, errors: [] },
      metadata: { page: { total_count: all, total_filtered_count: matching } },
    }),
  },
  search: {
    matches: ({ tags, name, id }, { tags_query: tag = "", query = "", ids }) =>
      (tag === "" || list(tags).includes(tag)) &&
      text(name).includes(query) &&
      (ids === undefined || ids.split(",").includes(text(id))),
    page: (found, { limit = "1000", offset = "0" }) =>
      found.slice(Number(offset), Number(offset) + Number(limit)),
  },
};

function sloFields(sent: Json, { assets, before, id, login, now }: Making): Json {
  const type = text(sent["type"]);
  if (!Object.hasOwn(SLO_TYPES, type)) throw refused(400, `Invalid payload: type ${type} is unknown`);
  const thresholds = list(sent["thresholds"]).map(object);
  if (thresholds.length === 0) throw refused(400, "Invalid payload: at least one threshold is required");
  for (const { target, warning } of thresholds) {
    if (!(Number(target) > 0 && Number(target) < 100))
      throw refused(400, `Invalid payload: target ${String(target)} is not between 0 and 100`);
    if (warning !== undefined && !(Number(warning) > Number(target)))
      throw refused(400, "Invalid payload: warning must be greater than target");
  }
  const unknown = list(sent["monitor_ids"]).find((monitor) => !assets.get("monitor", String(monitor)));
  if (unknown !== undefined) throw refused(400, `Invalid payload: monitor ${String(unknown)} does not exist`);
  const [first = {}] = thresholds;
  const seconds = Math.floor(now.getTime() / 1000);
  return {
    ...{ description: null, tags: [], monitor_tags: [] },
    ...{ timeframe: first["timeframe"], target_threshold: first["target"] },
    ...sent,
    thresholds: thresholds.map((threshold) => ({
      ...threshold,
      target_display: String(threshold["target"]),
      ...(threshold["warning"] !== undefined && { warning_display: String(threshold["warning"]) }),
    })),
    ...{ id, type_id: SLO_TYPES[type], creator: before?.["creator"] ?? { handle: login, email: login } },
    ...{ created_at: before?.["created_at"] ?? seconds, modified_at: seconds },
  };
}

export const DASHBOARD: Kind = {
  kind: "dashboard",
  path: "/api/v1/dashboard",
  audited: { category: "Dashboard", type: "dashboard" },
  newId: dashboardId,
  changedBy: "PUT",
  keepsUnnamed: false,
  fields: (sent, { before, id, login, now }) => {
    const { title, layout_type: layout, widgets } = sent;
    if (text(title) === "") throw refused(400, "Invalid payload: title is required");
    if (layout !== "ordered" && layout !== "free")
      throw refused(400, "Invalid payload: layout_type is invalid");
    if (!Array.isArray(widgets)) throw refused(400, "Invalid payload: widgets is required");
    const created = before?.["created_at"] ?? now.toISOString();
    const slug = text(title)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "");
    return {
      ...{ description: null, is_read_only: false, notify_list: [], template_variables: [] },
      ...sent,
      widgets: widgets.map(withId),
      ...{ id, url: `/dashboard/${id}/${slug}`, author_handle: login, author_name: null },
      ...{ created_at: created, modified_at: now.toISOString() },
    };
  },
  missing: (id) => refused(404, `Dashboard with ID ${id} not found`),
  deleted: (id) => ({ status: 200, body: { deleted_dashboard_id: id } }),
  envelope: { one: (asset) => asset, all: (dashboards) => ({ dashboards }) },
};

/** Every widget gets an id, those of a group, too. */
function withId(widget: unknown): Json {
  const { definition, ...rest } = object(widget);
  const { widgets, type, ...more } = object(definition);
  if (text(type) === "") throw refused(400, "Invalid widget definition: type is required");
  const inside = Array.isArray(widgets) && { widgets: widgets.map(withId) };
  return { id: randomInt(1e12, 9e12), ...rest, definition: { ...more, type, ...inside } };
}

const WEBHOOKS = "/api/v1/integration/webhooks/configuration";
const WEBHOOK_INTEGRATION = { category: "Integration", type: "webhooks" };

const chosen =
  (kind: "webhook" | "webhook custom variable", word: string): Kind["newId"] =>
  ({ name }, assets) => {
    if (assets.get(kind, text(name))) throw refused(400, `${word} already exists`);
    return text(name);
  };

export const WEBHOOK: Kind = {
  kind: "webhook",
  path: `${WEBHOOKS}/webhooks`,
  audited: WEBHOOK_INTEGRATION,
  newId: chosen("webhook", "Webhook"),
  goesByName: true,
  changedBy: "PUT",
  keepsUnnamed: true,
  fields: (sent) => {
    if (!/^[\w-]{1,100}$/.test(text(sent["name"]))) throw refused(400, "Invalid webhook name");
    if (!URL.canParse(text(sent["url"]))) throw refused(400, "Invalid webhook url");
    return {
      ...{ payload: USUAL_PAYLOAD, custom_headers: null, encode_as: "json", auth_method_id: null },
      ...sent,
    };
  },
  missing: () => refused(404, "Webhook does not exist"),
  madeStatus: 201,
  deleted: () => ({ status: 200, body: {} }),
};

export const WEBHOOK_VARIABLE: Kind = {
  kind: "webhook custom variable",
  path: `${WEBHOOKS}/custom-variables`,
  audited: WEBHOOK_INTEGRATION,
  newId: chosen("webhook custom variable", "Custom variable"),
  goesByName: true,
  changedBy: "PUT",
  keepsUnnamed: true,
  fields: (sent) => {
    if (!/^[A-Z0-9_]{1,128}$/.test(text(sent["name"])))
      throw refused(400, "Invalid custom variable name: only uppercase letters, digits and underscores");
    return { is_secret: false, ...sent };
  },
  secret: (asset) => (asset["is_secret"] === true ? without(asset, "value") : asset),
  missing: () => refused(404, "Custom variable does not exist"),
  madeStatus: 201,
  deleted: () => ({ status: 200, body: {} }),
};
