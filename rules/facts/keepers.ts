import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell } from "../values";
import { art12Archives, configurationOf, evidenceBuckets, guardedBuckets } from "./buckets";
import { guardrails } from "./guardrails";
import { allKeys } from "./keys";
import { art12Indexes, art12Pipelines } from "./log-path";
import { stateBuckets } from "./stacks";
import { trails } from "./trails";

const OF_BUCKETS = [
  "aws_s3_bucket_object_lock_configuration",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_replication_configuration",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
];

/** What reads, watches and tells: it keeps nothing itself, and what somebody changes of it by hand must still show. */
const WORKING = [
  "aws_athena_named_query",
  "aws_athena_workgroup",
  "aws_budgets_budget",
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_metric_alarm",
  "aws_glue_catalog_database",
  "aws_glue_catalog_table",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_s3_bucket_inventory",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_notification",
  "aws_s3_bucket_ownership_controls",
  "aws_sns_topic",
  "aws_sns_topic_policy",
  "aws_sns_topic_subscription",
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
 * What keeps evidence: its buckets with all that protects them, keys, trails, archives, guardrails, and the bucket of
 * Terraform's states, without which the rest is unmanaged.
 */
export function keepers(set: ResourceSet): readonly Resource[] {
  const buckets = [...new Set([...evidenceBuckets(set), ...stateBuckets(set)])];
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
