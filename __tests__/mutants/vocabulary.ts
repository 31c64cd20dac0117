/** What an attribute may also be, where Terraform's providers take certain words only. By attribute, or `type.attribute`. */
export const ALTERNATIVES: Readonly<Record<string, readonly string[]>> = {
  status: ["Enabled", "Disabled"],
  "aws_s3_bucket_versioning.status": ["Enabled", "Suspended", "Disabled"],
  mode: ["COMPLIANCE", "GOVERNANCE"],
  object_ownership: ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"],
  storage_class: ["STANDARD", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
  sse_algorithm: ["aws:kms", "aws:kms:dsse", "AES256"],
  encryption_option: ["SSE_KMS", "SSE_S3", "CSE_KMS"],
  encryption_type: ["NO_OVERRIDE", "SSE_S3", "SSE_KMS"],
  image_tag_mutability: ["IMMUTABLE", "MUTABLE", "IMMUTABLE_WITH_EXCLUSION"],
  key_usage: ["SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC"],
  customer_master_key_spec: [
    "ECC_NIST_P256",
    "ECC_NIST_P384",
    "ECC_SECG_P256K1",
    "RSA_2048",
    "SYMMETRIC_DEFAULT",
  ],
  included_object_versions: ["All", "Current"],
  frequency: ["Daily", "Weekly"],
  format: ["Parquet", "ORC", "CSV"],
  comparison_operator: ["GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold"],
  "aws_budgets_budget.comparison_operator": ["GREATER_THAN", "LESS_THAN", "EQUAL_TO"],
  notification_type: ["FORECASTED", "ACTUAL"],
  threshold_type: ["PERCENTAGE", "ABSOLUTE_VALUE"],
  time_unit: ["MONTHLY", "QUARTERLY", "ANNUALLY"],
  budget_type: ["COST", "USAGE"],
  statistic: ["Sum", "Maximum", "Minimum", "Average", "SampleCount"],
  treat_missing_data: ["notBreaching", "breaching", "ignore", "missing"],
  aggregation_type: ["count", "distribution"],
  protocol: ["email", "email-json", "sqs"],
  "aws_organizations_policy.type": ["SERVICE_CONTROL_POLICY", "TAG_POLICY", "BACKUP_POLICY"],
  "datadog_sensitive_data_scanner_rule.type": ["none", "hash", "replacement_string"],
  source_type: ["attribute", "tag"],
  table_type: ["EXTERNAL_TABLE", "VIRTUAL_VIEW"],
  encode_as: ["json", "form"],
  traffic_type: ["ALL", "REJECT", "ACCEPT"],
  desync_mitigation_mode: ["strictest", "defensive", "monitor"],
  aggregate_key_type: ["IP", "FORWARDED_IP", "CONSTANT"],
  target_type: ["tag", "attribute"],
  ssl_policy: [
    "ELBSecurityPolicy-TLS13-1-3-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-2021-06",
    "ELBSecurityPolicy-2016-08",
  ],
  "aws_lb_listener.protocol": ["HTTPS", "HTTP"],
  "aws_lb_listener.type": ["forward", "redirect", "fixed-response"],
  condition: ["SUCCESS", "HEALTHY", "COMPLETE", "START"],
  launch_type: ["FARGATE", "EC2"],
  network_mode: ["awsvpc", "bridge", "host", "none"],
  "aws_ecs_cluster.value": ["enabled", "enhanced", "disabled"],
  "aws_scheduler_schedule.mode": ["OFF", "FLEXIBLE"],
  "aws_scheduler_schedule.state": ["ENABLED", "DISABLED"],
  "datadog_service_level_objective.type": ["metric", "monitor", "time_slice"],
  "datadog_service_level_objective.timeframe": ["7d", "30d", "90d"],
  "datadog_monitor.type": ["query alert", "metric alert", "event-v2 alert"],
};

/** A change within a text that means something. */
interface Rewording {
  readonly name: string;
  readonly from: RegExp;
  readonly to: string;
}

const LOG_QUERY: readonly Rewording[] = [
  { name: "narrowed", from: /$/, to: " service:scoring" },
  { name: "errors left out", from: /$/, to: " -event_type:error" },
  { name: "widened", from: /^(.*)$/, to: "($1) OR service:scoring" },
];

const ORDER: readonly Rewording[] = [
  {
    name: "ours last",
    from: /concat\((\[.*?\]), (.*?)\)/,
    to: "concat($2, $1)",
  },
  { name: "others left out", from: /^.*concat\((\[.*?\]),.*$/, to: "${$1}" },
];

/** By `type.attribute`. */
export const REWORDINGS: Readonly<Record<string, readonly Rewording[]>> = {
  "datadog_logs_archive.query": LOG_QUERY,
  "datadog_logs_metric.query": LOG_QUERY,
  "datadog_logs_custom_pipeline.query": LOG_QUERY,
  "datadog_logs_index.query": LOG_QUERY,
  "datadog_sensitive_data_scanner_group.query": LOG_QUERY,
  "datadog_monitor.query": [
    { name: "shorter window", from: /last_\w+/, to: "last_5m" },
    { name: "longer window", from: /last_\w+/, to: "last_1mo" },
    { name: "as a rate", from: /\.as_count\(\)/g, to: ".as_rate()" },
    { name: "averaged", from: /sum:art12/g, to: "avg:art12" },
    { name: "narrowed", from: /\{/, to: "{model_version:1," },
    { name: "all environments", from: /,env:[\w-]+/g, to: "" },
    { name: "all systems", from: /ai_system:[\w-]+,/g, to: "" },
    { name: "limit raised", from: /[\d.]+$/, to: "5" },
    { name: "limit lowered", from: /[\d.]+$/, to: "0.001" },
    { name: "turned round", from: / [<>] /, to: " == " },
    { name: "none has no value", from: /default_zero\(([^()]*\(\))\)/g, to: "$1" },
    { name: "another metric", from: /:art12\.\w+/, to: ":art12.other" },
    { name: "somebody left out", from: /^audits\("/, to: 'audits("-@usr.email:somebody@example.org ' },
    { name: "within a minute only", from: /\.last\("\w+"\)/, to: '.last("1m")' },
    { name: "a part of the whole", from: /(.*)\{/, to: "$1{event_type:error," },
  ],
  ...Object.fromEntries(
    ["numerator", "denominator"].map((side) => [
      `datadog_service_level_objective.${side}`,
      [
        { name: "narrowed", from: /\{/, to: "{model_version:1," },
        { name: "all systems", from: /ai_system:[\w-]+,/, to: "" },
        { name: "another metric", from: /art12\.\w+/, to: "art12.other" },
        { name: "as a rate", from: /\.as_count\(\)/, to: ".as_rate()" },
      ],
    ]),
  ),
  "datadog_monitor.message": [
    { name: "handles taken out", from: /@\S+/g, to: "" },
    { name: "one more handle", from: /$/, to: " @more@example.org" },
  ],
  "datadog_logs_archive_order.archive_ids": ORDER,
  "datadog_logs_pipeline_order.pipelines": ORDER,
  "datadog_logs_index_order.indexes": ORDER,
  "datadog_sensitive_data_scanner_group_order.group_ids": ORDER,
  "aws_athena_named_query.query": [
    { name: "narrowed", from: /WHERE /, to: "WHERE system_id <> 'left-out' AND " },
    { name: "another table", from: /art12_(events|archive)/g, to: "art12_other" },
  ],
  "aws_glue_catalog_table.projection.dt.range": [
    { name: "fewer days", from: /\d+DAYS/, to: "30DAYS" },
    { name: "more days", from: /\d+DAYS/, to: "9000DAYS" },
    { name: "not until now", from: /NOW$/, to: "NOW-30DAYS" },
  ],
  "aws_glue_catalog_table.projection.hour.range": [{ name: "fewer hours", from: /23/, to: "11" }],
  "aws_glue_catalog_table.storage.location.template": [
    { name: "beside the archive", from: /art12/, to: "other" },
  ],
  "aws_scheduler_schedule.schedule_expression": [
    { name: "once a week", from: /(\d+) (\S+) \* \* \? \*/, to: "$1 $2 ? * 2 *" },
    { name: "once a day", from: /cron\((\d+) \*/, to: "cron($1 1" },
    { name: "twice a day", from: /cron\((\d+) (\d+)/, to: "cron($1 $2,14" },
    { name: "once", from: /.*/, to: "at(2031-01-01T00:00:00)" },
  ],
  "required_providers.version": [
    { name: "unbounded", from: /^.*$/, to: ">= 1.0" },
    { name: "any", from: /^.*$/, to: "*" },
    { name: "exact", from: /^.*?(\d+\.\d+).*$/, to: "$1.0" },
  ],
};
