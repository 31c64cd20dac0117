/**
 * Terraform types by Datadog's type of an asset in its audit trail.
 *
 * @see https://docs.datadoghq.com/account_management/audit_trail/events/
 */
export const DATADOG_TYPES: ReadonlyMap<string, readonly string[]> = new Map([
  ["monitor", ["datadog_monitor", "datadog_monitor_json"]],
  ["downtime", ["datadog_downtime_schedule"]],
  ["service_level_objective", ["datadog_service_level_objective"]],
  ["slo", ["datadog_service_level_objective"]],
  ["dashboard", ["datadog_dashboard", "datadog_dashboard_json"]],
  ["archive", ["datadog_logs_archive", "datadog_logs_archive_order"]],
  ["index", ["datadog_logs_index", "datadog_logs_index_order"]],
  ["exclusion_filter", ["datadog_logs_index"]],
  ["pipeline", ["datadog_logs_custom_pipeline", "datadog_logs_pipeline_order"]],
  ["pipeline_processor", ["datadog_logs_custom_pipeline"]],
  ["custom_metric", ["datadog_logs_metric"]],
  ["metric", ["datadog_logs_metric"]],
  ["restriction_query", ["datadog_logs_restriction_query"]],
  ["role", ["datadog_role"]],
  ["integration", ["datadog_integration_aws_account", "datadog_webhook"]],
  ["sensitive_data_scanner_scanning_group", ["datadog_sensitive_data_scanner_group"]],
  ["sensitive_data_scanner_scanning_rule", ["datadog_sensitive_data_scanner_rule"]],
]);
