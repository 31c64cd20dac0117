import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell } from "../values";
import { art12Archives, configurationOf, evidenceBuckets, guardedBuckets } from "./buckets";
import { guardrails } from "./guardrails";
import { allKeys } from "./keys";
import { art12Indexes, art12Pipelines } from "./log-path";
import { stateBuckets } from "./stacks";
import { artifactBuckets } from "./stores";
import { trails } from "./trails";

const OF_BUCKETS = [
  "aws_s3_bucket_object_lock_configuration",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_replication_configuration",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
];

/** What MLflow and the gate keep beside the vault, without which nobody knows who approved what, or what was run. */
const STORES = [
  "aws_backup_vault",
  "aws_backup_vault_lock_configuration",
  "aws_db_instance",
  "aws_ecr_repository",
  "aws_secretsmanager_secret",
  "aws_secretsmanager_secret_version",
];

/** What reads, watches and tells: it keeps nothing itself, and what somebody changes of it by hand must still show. */
const WORKING = [
  "aws_appautoscaling_policy",
  "aws_appautoscaling_target",
  "aws_athena_named_query",
  "aws_athena_workgroup",
  "aws_backup_plan",
  "aws_backup_selection",
  "aws_budgets_budget",
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_log_group",
  "aws_cloudwatch_log_resource_policy",
  "aws_cloudwatch_metric_alarm",
  "aws_db_parameter_group",
  "aws_db_subnet_group",
  "aws_default_security_group",
  "aws_ecr_lifecycle_policy",
  "aws_ecs_cluster",
  "aws_ecs_service",
  "aws_ecs_task_definition",
  "aws_eip",
  "aws_flow_log",
  "aws_glue_catalog_database",
  "aws_glue_catalog_table",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_internet_gateway",
  "aws_lb",
  "aws_lb_listener",
  "aws_lb_target_group",
  "aws_nat_gateway",
  "aws_route",
  "aws_route_table",
  "aws_route_table_association",
  "aws_s3_bucket_inventory",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_notification",
  "aws_s3_bucket_ownership_controls",
  "aws_scheduler_schedule",
  "aws_scheduler_schedule_group",
  "aws_secretsmanager_secret_policy",
  "aws_security_group",
  "aws_sns_topic",
  "aws_sns_topic_policy",
  "aws_sns_topic_subscription",
  "aws_sqs_queue",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_endpoint",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_wafv2_web_acl",
  "aws_wafv2_web_acl_association",
  "aws_wafv2_web_acl_logging_configuration",
  "datadog_dashboard_json",
  "datadog_integration_aws_account",
  "datadog_integration_aws_external_id",
  "datadog_logs_archive_order",
  "datadog_logs_index_order",
  "datadog_logs_metric",
  "datadog_logs_pipeline_order",
  "datadog_monitor",
  "datadog_monitor_config_policy",
  "datadog_role",
  "datadog_sensitive_data_scanner_group",
  "datadog_sensitive_data_scanner_group_order",
  "datadog_sensitive_data_scanner_rule",
  "datadog_service_level_objective",
  "datadog_webhook",
];

/**
 * What keeps evidence: its buckets with all that protects them, keys, trails, archives, guardrails, the stores of MLflow
 * and the gate, and the bucket of Terraform's states, without which the rest is unmanaged.
 */
export function keepers(set: ResourceSet): readonly Resource[] {
  const buckets = [...new Set([...evidenceBuckets(set), ...stateBuckets(set), ...artifactBuckets(set)])];
  return [
    ...buckets,
    ...configurationsOf(set, buckets),
    ...allKeys(set),
    ...set.ofType("aws_kms_alias"),
    ...trails(set),
    ...art12Archives(set),
    ...art12Pipelines(set),
    ...art12Indexes(set),
    ...guardrails(set),
    ...attachments(set),
    ...set.ofType(...STORES),
  ];
}

/** What keeps evidence, and all that works beside it. */
export function declared(set: ResourceSet): readonly Resource[] {
  const buckets = guardedBuckets(set);
  return [
    ...new Set([...keepers(set), ...buckets, ...configurationsOf(set, buckets), ...set.ofType(...WORKING)]),
  ];
}

function configurationsOf(set: ResourceSet, buckets: readonly Resource[]): readonly Resource[] {
  return buckets.flatMap((bucket) =>
    OF_BUCKETS.flatMap((type) => {
      try {
        return configurationOf(set, bucket, type) ?? [];
      } catch (error) {
        // Which configuration it is, is for the rule about that configuration to tell.
        if (error instanceof CannotTell) return [];
        throw error;
      }
    }),
  );
}

/** Guardrails keep nothing where they are attached to nothing. */
function attachments(set: ResourceSet): readonly Resource[] {
  const { by } = set.pointing("aws_organizations_policy_attachment", "policy_id", "aws_organizations_policy");
  return guardrails(set).flatMap(({ address }) => by.get(address) ?? []);
}
