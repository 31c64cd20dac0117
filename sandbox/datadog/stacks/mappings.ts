/**
 * From a resource's arguments to the asset that the provider would make of them with the API, for the resources on a log's
 * way: a table with a row for each.
 *
 * @see https://registry.terraform.io/providers/DataDog/datadog/latest/docs
 */
import type { Asset, AssetKind } from "../assets";

type Body = Readonly<Record<string, unknown>>;

export interface Mapping {
  readonly kind: AssetKind;
  /** The id, where it is no chosen one but the asset's name. */
  readonly goesByName?: true;
  readonly asset: (body: Body, id: string) => Asset;
}

/** Terraform's JSON allows a block to be an object or a list of one. */
const block = (value: unknown): Body => (Array.isArray(value) ? value[0] : value) ?? {};
const blocks = (value: unknown): readonly Body[] =>
  value === undefined ? [] : ((Array.isArray(value) ? value : [value]) as readonly Body[]);

/** Those of the named arguments that are there. */
const only = (body: Body, ...names: readonly string[]): Body =>
  Object.fromEntries(names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));

function archive(body: Body, id: string): Asset {
  const { s3_archive, gcs_archive, azure_archive, ...attributes } = body;
  const other = gcs_archive ? "gcs" : azure_archive ? "azure" : undefined;
  const { account_id, role_name, encryption_type, encryption_key, ...place } = block(s3_archive);
  const destination = other
    ? { type: other }
    : {
        ...{ type: "s3", ...place, integration: { account_id, role_name } },
        ...(encryption_type !== undefined && {
          encryption: {
            type: encryption_type,
            ...(encryption_key !== undefined && { key: encryption_key }),
          },
        }),
      };
  return { id, type: "archives", attributes: { ...attributes, destination } };
}

function pipeline(body: Body): Body {
  const { filter, processor, ...rest } = body;
  return {
    ...{ type: "pipeline", ...rest, filter: block(filter) },
    processors: blocks(processor).flatMap(processorsOf),
  };
}

/** A processor is a block whose one argument names its kind. */
function processorsOf(body: Body): readonly Body[] {
  return Object.entries(body)
    .filter(([, arguments_]) => arguments_ !== undefined && arguments_ !== null)
    .map(([name, arguments_]) => {
      if (name === "pipeline") return pipeline(block(arguments_));
      const { category, ...rest } = block(arguments_);
      const categories = blocks(category).map(({ filter, ...each }) => ({ ...each, filter: block(filter) }));
      return {
        ...{ type: name.replaceAll("_", "-"), ...rest },
        ...(category !== undefined && { categories }),
      };
    });
}

function index(body: Body): Asset {
  const { filter, exclusion_filter, daily_limit_reset, disable_daily_limit, daily_limit, ...rest } = body;
  return {
    ...{ ...rest, filter: block(filter) },
    ...(disable_daily_limit !== true && { daily_limit }),
    ...(daily_limit_reset !== undefined && { daily_limit_reset: block(daily_limit_reset) }),
    exclusion_filters: blocks(exclusion_filter).map(({ filter: inner, ...each }) => ({
      ...{ ...each, filter: block(inner) },
    })),
  };
}

function metric(body: Body, id: string): Asset {
  const { compute, filter, group_by } = body;
  const attributes = { compute: block(compute), filter: block(filter), group_by: blocks(group_by) };
  return { id, type: "logs_metrics", attributes };
}

function monitor(body: Body, id: string): Asset {
  const { name, type, query, message, tags, priority, monitor_thresholds, ...options } = body;
  return {
    ...{ id: Number(id), name, type, query, message, tags, priority },
    options: { ...options, thresholds: block(monitor_thresholds) },
  };
}

function scanningGroup(body: Body, id: string): Asset {
  const { filter, samplings, ...rest } = body;
  const attributes = { ...rest, filter: block(filter), samplings: blocks(samplings) };
  return { id, type: "sensitive_data_scanner_group", attributes };
}

function scanningRule(body: Body, id: string): Asset {
  const { group_id, text_replacement, included_keyword_configuration: keywords, ...attributes } = body;
  return {
    ...{ id, type: "sensitive_data_scanner_rule" },
    attributes: {
      ...attributes,
      ...(text_replacement !== undefined && { text_replacement: block(text_replacement) }),
      ...(keywords !== undefined && { included_keyword_configuration: block(keywords) }),
    },
    relationships: { group: { data: { id: group_id, type: "sensitive_data_scanner_group" } } },
  };
}

/** Resources that are none of these have no part in what becomes of a log. */
export const MAPPINGS: Readonly<Record<string, Mapping>> = {
  datadog_logs_archive: { kind: "logs archive", asset: archive },
  datadog_logs_custom_pipeline: {
    kind: "logs pipeline",
    asset: (body, id) => ({ id, ...pipeline(body) }),
  },
  datadog_logs_index: { kind: "logs index", goesByName: true, asset: index },
  datadog_logs_metric: { kind: "logs metric", goesByName: true, asset: metric },
  datadog_monitor: { kind: "monitor", asset: monitor },
  datadog_sensitive_data_scanner_group: { kind: "scanning group", asset: scanningGroup },
  datadog_sensitive_data_scanner_rule: { kind: "scanning rule", asset: scanningRule },
  datadog_webhook: {
    kind: "webhook",
    goesByName: true,
    asset: (body) => only(body, "name", "url", "payload", "custom_headers", "encode_as"),
  },
  datadog_webhook_custom_variable: {
    kind: "webhook custom variable",
    goesByName: true,
    asset: (body) => only(body, "name", "value", "is_secret"),
  },
};

/** Resources that put a kind in order, each with the argument that lists it and the resource it lists. */
export const ORDERS: Readonly<
  Record<string, { readonly kind: AssetKind; readonly argument: string; readonly of: string }>
> = {
  datadog_logs_archive_order: {
    kind: "logs archive",
    argument: "archive_ids",
    of: "datadog_logs_archive",
  },
  datadog_logs_index_order: { kind: "logs index", argument: "indexes", of: "datadog_logs_index" },
  datadog_sensitive_data_scanner_group_order: {
    kind: "scanning group",
    argument: "group_ids",
    of: "datadog_sensitive_data_scanner_group",
  },
  datadog_logs_pipeline_order: {
    kind: "logs pipeline",
    argument: "pipelines",
    of: "datadog_logs_custom_pipeline",
  },
};
