/** What is sent to make one asset of each kind. */

export const attributes = (type: string, fields: object, more: object = {}) => ({
  data: { type, attributes: fields, ...more },
});

export const PATHS = {
  monitor: "/api/v1/monitor",
  policy: "/api/v2/monitor/policy",
  downtime: "/api/v2/downtime",
  archive: "/api/v2/logs/config/archives",
  archiveOrder: "/api/v2/logs/config/archive-order",
  index: "/api/v1/logs/config/indexes",
  indexOrder: "/api/v1/logs/config/index-order",
  pipeline: "/api/v1/logs/config/pipelines",
  pipelineOrder: "/api/v1/logs/config/pipeline-order",
  metric: "/api/v2/logs/config/metrics",
  slo: "/api/v1/slo",
  dashboard: "/api/v1/dashboard",
  webhook: "/api/v1/integration/webhooks/configuration/webhooks",
  variable: "/api/v1/integration/webhooks/configuration/custom-variables",
  role: "/api/v2/roles",
  permissions: "/api/v2/permissions",
  user: "/api/v2/users",
  account: "/api/v2/integration/aws/accounts",
  externalId: "/api/v2/integration/aws/generate_new_external_id",
  scanner: "/api/v2/sensitive-data-scanner/config",
} as const;

export const monitor = (more: object = {}) => ({
  name: "Errors of credit-scoring",
  type: "query alert",
  query: "sum(last_1h):sum:art12.events{event_type:error}.as_count() > 5",
  message: "Look at the errors.",
  tags: ["article:72"],
  options: { thresholds: { critical: 5 } },
  ...more,
});

export const account = (awsAccountId = "123456789012") =>
  attributes("account", {
    ...{ aws_account_id: awsAccountId, aws_partition: "aws" },
    auth_config: { role_name: "datadog-archive" },
  });

/** Needs the account. */
export const archive = (name = "art12", more: object = {}) =>
  attributes("archives", {
    ...{ name, query: "compliance.art12:true", include_tags: true },
    destination: {
      ...{ type: "s3", bucket: "vault", path: "art12" },
      integration: { account_id: "123456789012", role_name: "datadog-archive" },
    },
    ...more,
  });

export const index = (name = "art12", more: object = {}) => ({
  name,
  filter: { query: "compliance.art12:true" },
  ...more,
});

export const pipeline = (name = "Art 12", more: object = {}) => ({
  name,
  is_enabled: true,
  filter: { query: "source:art12" },
  ...more,
});

export const metric = (id = "art12.events", more: object = {}) =>
  attributes(
    "logs_metrics",
    {
      compute: { aggregation_type: "count" },
      filter: { query: "compliance.art12:true" },
      group_by: [{ path: "env" }],
      ...more,
    },
    { id },
  );

export const slo = (more: object = {}) => ({
  name: "Entries without error",
  type: "metric",
  query: { numerator: "sum:art12.good{*}.as_count()", denominator: "sum:art12.events{*}.as_count()" },
  thresholds: [{ timeframe: "30d", target: 99 }],
  ...more,
});

export const dashboard = (more: object = {}) => ({
  title: "Credit scoring (Annex IV 9)",
  layout_type: "ordered",
  widgets: [{ definition: { type: "group", widgets: [{ definition: { type: "note", content: "c" } }] } }],
  ...more,
});

export const webhook = (more: object = {}) => ({
  name: "risk-register",
  url: "https://example.org/hook",
  ...more,
});

export const variable = (more: object = {}) => ({
  ...{ name: "RISK_REGISTER_TOKEN", value: "s3cr3t", is_secret: true },
  ...more,
});

export const role = (name = "Art 12 readers", more: object = {}) => attributes("roles", { name, ...more });
export const user = (email = "inspector@example.org") => attributes("users", { email });
export const downtime = () => attributes("downtime", { scope: "env:sandbox" });

export const policy = (more: object = {}) =>
  attributes("monitor-config-policy", {
    policy_type: "tag",
    policy: { tag_key: "ai_system", tag_key_required: false, valid_tag_values: ["credit-scoring"], ...more },
  });

export const group = (name = "Personal data") =>
  attributes("sensitive_data_scanner_group", { name, product_list: ["logs"], filter: { query: "*" } });

export const rule = (groupId: string, more: object = {}) =>
  attributes(
    "sensitive_data_scanner_rule",
    { name: "mail", pattern: "\\w+@\\w+", text_replacement: { type: "none" }, ...more },
    { relationships: { group: { data: { id: groupId, type: "sensitive_data_scanner_group" } } } },
  );
