/**
 * What is configured of logs: archives, indexes, pipelines, metrics.
 *
 * @see https://docs.datadoghq.com/api/latest/logs-archives/
 * @see https://docs.datadoghq.com/api/latest/logs-indexes/
 * @see https://docs.datadoghq.com/api/latest/logs-pipelines/
 * @see https://docs.datadoghq.com/api/latest/logs-metrics/
 */
import { LogQuerySyntaxError, parseLogQuery } from "../../../../logquery";
import { logsRefused, refused, type ApiFault } from "../fault";
import { shortUuid } from "../ids";
import { list, object, text, type Json } from "../json";
import type { Kind, Making } from "../kind";

const LOGS = "Log Management";

/** From these, logs can be brought back; in others, archives cannot be written. */
const STORAGE_CLASSES = ["STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR"];

export const ARCHIVE: Kind = {
  kind: "logs archive",
  path: "/api/v2/logs/config/archives",
  audited: { category: LOGS, type: "archive" },
  type: "archives",
  newId: shortUuid,
  changedBy: "PUT",
  keepsUnnamed: false,
  fields: (sent, making) => {
    if (text(sent["name"]) === "") throw refused(400, "Archive name is required");
    checkFilter(text(sent["query"]), (message) => refused(400, message));
    checkDestination(object(sent["destination"]), making);
    return {
      ...{ rehydration_tags: [], include_tags: false, rehydration_max_scan_size_in_gb: null },
      ...sent,
      state: object(making.before?.["attributes"])["state"] ?? "UNKNOWN",
    };
  },
  missing: (id) => refused(404, `Archive ${id} not found`),
  deleted: () => ({ status: 204 }),
};

/** An archive is written with a role of an integrated account: the account is integrated before. */
function checkDestination(destination: Json, { assets }: Making): void {
  if (destination["type"] !== "s3") return;
  const { account_id: accountId, role_name: roleName } = object(destination["integration"]);
  const integrated = assets.list("aws account").some(({ attributes }) => {
    const { aws_account_id: id, auth_config: auth } = object(attributes);
    return id === accountId && object(auth)["role_name"] === roleName;
  });
  if (!integrated)
    throw refused(400, `AWS account ${String(accountId)} with role ${String(roleName)} is not integrated`);
  const { storage_class: storageClass = "STANDARD", encryption } = destination;
  if (!STORAGE_CLASSES.includes(String(storageClass)))
    throw refused(400, `Invalid storage class ${String(storageClass)}`);
  const { type, key } = object(encryption);
  if (type === "SSE_KMS" && text(key) === "") throw refused(400, "Encryption SSE_KMS needs a key");
}

export const INDEX: Kind = {
  kind: "logs index",
  path: "/api/v1/logs/config/indexes",
  audited: { category: LOGS, type: "index" },
  newId: ({ name }, assets) => {
    if (text(name) === "") throw logsRefused(400, "Index name is required");
    if (assets.get("logs index", text(name))) throw logsRefused(400, `Index ${text(name)} already exists`);
    if (assets.isSpent("logs index", text(name)))
      throw logsRefused(400, `Index ${text(name)} was deleted: its name is not given again`);
    return text(name);
  },
  changedBy: "PUT",
  keepsUnnamed: true,
  fields: (sent, { id }) => {
    checkFilter(text(object(sent["filter"])["query"]), (message) => logsRefused(400, message));
    for (const { filter } of list(sent["exclusion_filters"]).map(object))
      checkFilter(text(object(filter)["query"]), (message) => logsRefused(400, message));
    const { disable_daily_limit: unlimited, ...kept } = sent;
    return {
      ...{ num_retention_days: 15, num_flex_logs_retention_days: 0, exclusion_filters: [] },
      ...{ daily_limit: null, daily_limit_reset: null, daily_limit_warning_threshold_percentage: null },
      ...kept,
      ...(unlimited === true && {
        ...{ daily_limit: null, daily_limit_reset: null, daily_limit_warning_threshold_percentage: null },
      }),
      name: id,
      is_rate_limited: false,
    };
  },
  spendsIds: true,
  missing: (id) => logsRefused(404, `Index ${id} not found`),
  deleted: () => ({ status: 202 }),
  envelope: { one: (asset) => asset, all: (indexes) => ({ indexes }) },
};

export const PIPELINE: Kind = {
  kind: "logs pipeline",
  path: "/api/v1/logs/config/pipelines",
  audited: { category: LOGS, type: "pipeline" },
  newId: shortUuid,
  changedBy: "PUT",
  keepsUnnamed: false,
  fields: (sent, { id, before }) => {
    if (before?.["is_read_only"] === true) throw logsRefused(400, "Pipeline is read only");
    if (text(sent["name"]) === "") throw logsRefused(400, "Pipeline name is required");
    checkFilter(text(object(sent["filter"])["query"]), (message) => logsRefused(400, message));
    return {
      ...{ is_enabled: false, filter: { query: "" }, processors: [], tags: [], description: "" },
      ...sent,
      ...{ id, type: "pipeline", is_read_only: false },
    };
  },
  // Not 404, as everywhere else: seen in recorded answers of the real API.
  missing: () => logsRefused(400, "Non existing pipeline"),
  deleted: () => ({ status: 200, body: {} }),
};

export const METRIC: Kind = {
  kind: "logs metric",
  path: "/api/v2/logs/config/metrics",
  audited: { category: LOGS, type: "custom metric" },
  type: "logs_metrics",
  newId: ({ id }, assets) => {
    if (!/^[A-Za-z][\w.]{0,199}$/.test(text(id)))
      throw refused(400, `bad_request(Invalid metric name '${text(id)}')`);
    if (assets.get("logs metric", text(id)))
      throw refused(409, `conflict(Metric with name '${text(id)}' already exists)`);
    return text(id);
  },
  changedBy: "PATCH",
  keepsUnnamed: true,
  fields: (sent, { before }) => {
    const was = object(before?.["attributes"]);
    // Of what is computed, only the percentiles can be changed.
    const compute: Json = { ...object(was["compute"]), ...object(sent["compute"]) };
    const { aggregation_type: type, path } = compute;
    if (type !== "count" && type !== "distribution")
      throw refused(400, "bad_request(Invalid aggregation type)");
    if (type === "distribution" && text(path) === "")
      throw refused(400, "bad_request(A distribution needs the path of its value)");
    const { query = "*" } = object(sent["filter"]) as { query?: unknown };
    checkFilter(text(query), (message) => refused(400, `bad_request(${message})`));
    const groups = list(sent["group_by"]).map((group) => ({
      tag_name: object(group)["path"],
      ...object(group),
    }));
    return { compute, filter: { query }, group_by: groups };
  },
  missing: (id) => refused(404, `not_found(Metric with name '${id}' not found)`),
  deleted: () => ({ status: 204 }),
};

function checkFilter(query: string, fault: (message: string) => ApiFault): void {
  try {
    parseLogQuery(query);
  } catch (error) {
    if (!(error instanceof LogQuerySyntaxError)) throw error;
    throw fault(`Invalid query: ${error.message}`);
  }
}
