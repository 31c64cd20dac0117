import { MLFLOW_NETWORK_MEASURED, MLFLOW_NETWORK_TRIOS } from "./mlflow-network-trios";
import { MLFLOW_SERVICE_MEASURED, MLFLOW_SERVICE_TRIOS } from "./mlflow-service-trios";
import { MLFLOW_STORES_MEASURED, MLFLOW_STORES_TRIOS } from "./mlflow-stores-trios";
import { MONITORING_TRIOS } from "./monitoring-trios";
import { mutated } from "./mutated";
import { reword, set, type Edit } from "./own-stacks";
import { hide, monitor, unconditional } from "./places";

/** Rows as in `trios.ts`, whose changes are those that mutation testing makes. */
// prettier-ignore
export const MORE_TRIOS: readonly (readonly [rule: string, at: string, unmet: Edit, reason: string, unknown: Edit | undefined])[] = [
  ...MONITORING_TRIOS,
  ...MLFLOW_NETWORK_TRIOS,
  ...MLFLOW_SERVICE_TRIOS,
  ...MLFLOW_STORES_TRIOS,
  ["records-never-expire", "production-evidence-vault/aws_s3_bucket.evidence_replica", mutated("production-evidence-vault/aws_s3_bucket_lifecycle_configuration.evidence_replica rule[end-of-retention].filter: removed"), "expire by end-of-retention", hide("production-evidence-vault/aws_s3_bucket_lifecycle_configuration.evidence_replica", "bucket")],
  ["evidence-not-shut-out", "production-evidence-vault/aws_s3_bucket.evidence_access", mutated("production-evidence-vault/aws_s3_bucket_policy.evidence_access policy.Statement[Deny DenyPlainHttp].Condition: removed"), "denied: s3:ListBucket, s3:ListBucketVersions, s3:GetObject, s3:GetObjectVersion, s3:PutObject", hide("production-evidence-vault/aws_s3_bucket.evidence_access", "bucket")],
  ["made-in-one-place", "production-evidence-vault/aws_athena_named_query.case_events", mutated("production-evidence-vault/aws_athena_named_query.case_events provider: another"), "elsewhere than production-evidence-vault/aws_athena_workgroup.evidence, production-evidence-vault/aws_glue_catalog_database.evidence", hide("production-evidence-vault/aws_athena_named_query.case_events", "database")],
  ["replication-may-copy", "production-evidence-vault/aws_s3_bucket.evidence_vault", mutated("production-evidence-vault/aws_iam_role.evidence_replica: removed"), "missing: the role ai-act-evidence-production-replication", hide("production-evidence-vault/aws_iam_role.evidence_replica", "assume_role_policy")],
  ["replication-alarms-soon", "production-evidence-vault/aws_cloudwatch_metric_alarm.replication_failures", mutated("production-evidence-vault/aws_cloudwatch_metric_alarm.replication_failures evaluation_periods: removed"), "it never looks", hide("production-evidence-vault/aws_cloudwatch_metric_alarm.replication_failures", "evaluation_periods")],
  ["inventory-delivered", "production-evidence-vault/aws_s3_bucket.evidence_vault", mutated("production-evidence-vault/aws_s3_bucket.evidence_queries bucket: changed"), "S3 may not put it into production-evidence-vault/aws_s3_bucket.evidence_queries", hide("production-evidence-vault/aws_s3_bucket.evidence_queries", "bucket")],
  ["new-objects-announced", "production-evidence-vault/aws_s3_bucket.evidence_vault", mutated("production-evidence-vault/aws_s3_bucket_notification.evidence_vault: removed"), "the vault announces nothing", hide("production-evidence-vault/aws_s3_bucket_notification.evidence_vault", "bucket")],
  ["trail-may-write", "production-evidence-vault/aws_cloudtrail.evidence_access", mutated("production-evidence-vault/aws_cloudtrail.evidence_access kms_key_id: elsewhere"), "it lacks kms:GenerateDataKey, kms:DescribeKey", hide("production-evidence-vault/aws_cloudtrail.evidence_access", "kms_key_id")],
  ["trail-can-be-read", "production-evidence-vault/aws_cloudtrail.evidence_access", mutated("production-evidence-vault/aws_iam_role_policy.vault_detector policy.Statement[Allow ReadTrail].Resource: narrowed"), "no role has all of s3:ListBucketVersions, s3:GetObjectVersion, kms:Decrypt", hide("production-evidence-vault/aws_cloudtrail.evidence_access", "s3_bucket_name")],
  ["watch-guards-itself", "production-evidence-vault/aws_sns_topic.evidence_watch", mutated("production-evidence-vault/aws_cloudwatch_event_rule.trail_changes: removed"), "no enabled rule with a target tells of DeleteRule, DisableRule, RemoveTargets", hide("production-evidence-vault/aws_cloudwatch_event_rule.trail_changes", "event_pattern")],
  ["cost-alarmed", "production-evidence-vault/aws_s3_bucket.evidence_vault", mutated("production-evidence-vault/aws_budgets_budget.evidence_vault: removed"), "no budget of cost tells the watch's topic in time", hide("production-evidence-vault/aws_budgets_budget.evidence_vault", "budget_type")],
  ["exemptions-agree", "production-evidence-vault/aws_s3_bucket_policy.evidence_vault", mutated("production-evidence-vault/aws_iam_role.vault_approver: removed"), "exempt here alone: arn:aws:iam::210987654321:role/ai-act-evidence-production-approver", hide("production-evidence-vault/aws_s3_bucket_policy.evidence_vault", "policy")],
  ["key-usable", "production-evidence-vault/aws_kms_key.evidence_access", mutated("production-evidence-vault/aws_kms_key.evidence_access policy.Statement[Allow AccountUsesIam]: removed"), "nobody of its account may kms:Decrypt, kms:GenerateDataKey, kms:Encrypt", hide("production-evidence-vault/aws_kms_key.evidence_access", "policy")],
  ["one-alias-per-key", "production-evidence-vault/aws_kms_key.evidence_access", mutated("production-evidence-vault/aws_kms_alias.evidence_access: removed"), "it has 0 aliases", hide("production-evidence-vault/aws_kms_alias.evidence_access", "target_key_id")],
  ["rights-on-named-resources", "production-evidence-vault/aws_iam_role_policy.evidence_replica", mutated("production-evidence-vault/aws_iam_role_policy.evidence_replica policy: granted"), "on everything: s3:*", hide("production-evidence-vault/aws_iam_role_policy.evidence_replica", "policy")],
  ["key-rights-by-name", "production-evidence-vault/aws_iam_role_policy.evidence_replica", mutated("production-evidence-vault/aws_iam_role_policy.evidence_replica policy.Statement[Allow 3].Resource: narrowed"), "any key", undefined],
  ["writers-can-write", "production-evidence-vault/aws_iam_role_policy.vault_approver", mutated("production-evidence-vault/aws_iam_role_policy.vault_approver policy: granted"), "it may not use the key of sandbox-evidence-vault/aws_s3_bucket.evidence_vault", hide("production-evidence-vault/aws_kms_alias.evidence_vault", "target_key_id")],
  ["readers-can-read", "production-evidence-vault/aws_iam_role_policy.vault_approver", mutated("production-evidence-vault/aws_iam_role_policy.vault_approver policy: granted"), "it may not use the key of sandbox-evidence-vault/aws_s3_bucket.evidence_vault", hide("production-evidence-vault/aws_kms_alias.evidence_vault", "target_key_id")],
  ["hold-possible", "production-evidence-vault/aws_s3_bucket.evidence_vault", mutated("production-evidence-vault/aws_s3_bucket.evidence_vault bucket: removed"), "no role can", undefined],
  ["no-rights-beside", "production-evidence-vault/aws_iam_role.evidence_replica", mutated("production-evidence-vault/aws_iam_role.evidence_replica inline_policy: all of S3"), "in the role itself: more", hide("production-evidence-vault/aws_iam_role.evidence_replica", "name")],
  ["role-has-rights", "production-evidence-vault/aws_iam_role.evidence_replica", mutated("production-evidence-vault/aws_iam_role_policy.evidence_replica: removed"), "it has no policy", hide("production-evidence-vault/aws_iam_role.evidence_replica", "name")],
  ["archive-handshake", "example-datadog/datadog_logs_archive.art12_production", mutated("production-evidence-vault/aws_s3_bucket.evidence_vault provider: another"), "it writes as account 210987654321, the vault is in 310987654321", hide("example-datadog/datadog_logs_archive.art12_production", "s3_archive")],
  ["metrics-complete", "example-datadog/terraform", mutated("example-datadog/datadog_logs_metric.art12_events: removed"), "lacks art12.events", hide("example-datadog/datadog_logs_metric.art12_events", "name")],
  ["metric-counts-its-name", "example-datadog/datadog_logs_metric.art12_events", mutated("example-datadog/datadog_logs_metric.art12_events filter: removed"), "it counts too many: a log can match * and not compliance.art12:true", hide("example-datadog/datadog_logs_metric.art12_events", "filter")],
  ["monitor-counts", "production-art72-monitoring-credit-scoring/datadog_monitor.error_rate", mutated("production-art72-monitoring-credit-scoring/datadog_monitor.error_rate query: as a rate"), "art12.events is not counted", hide("production-art72-monitoring-credit-scoring/datadog_monitor.error_rate", "query")],
  ["state-loss-denied", "production-terraform-state/aws_s3_bucket.terraform_state", mutated("production-terraform-state/aws_s3_bucket_policy.terraform_state: removed"), "not denied to everyone: s3:DeleteBucket, s3:DeleteObjectVersion", hide("production-terraform-state/aws_s3_bucket_policy.terraform_state", "bucket")],
  ["state-configuration-restricted", "production-terraform-state/aws_s3_bucket.terraform_state", mutated("production-terraform-state/aws_s3_bucket_policy.terraform_state: removed"), "open to others than named roles: s3:DeleteBucketPolicy, s3:PutBucketPolicy, s3:PutBucketPublicAccessBlock, s3:PutBucketVersioning, s3:PutEncryptionConfiguration, s3:PutLifecycleConfiguration", hide("production-terraform-state/aws_s3_bucket_policy.terraform_state", "bucket")],
  ["state-access-restricted", "production-terraform-state/aws_s3_bucket.terraform_state", mutated("production-terraform-state/aws_s3_bucket_policy.terraform_state: removed"), "open to others than named roles: s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject", hide("production-terraform-state/aws_s3_bucket_policy.terraform_state", "bucket")],
  ["datadog-site-pinned", "example-datadog/terraform", mutated("example-datadog/provider.datadog: removed"), "any site is accepted", undefined],
  ["archive-table-place", "production-evidence-vault/aws_s3_bucket.evidence_vault", mutated("production-evidence-vault/aws_glue_catalog_table.art12_archive: removed"), "no table reads the vault's archive", hide("production-evidence-vault/aws_glue_catalog_table.art12_archive", "database_name")],
  ["archive-table-days", "production-evidence-vault/aws_s3_bucket.evidence_vault", mutated("production-evidence-vault/aws_glue_catalog_table.art12_archive parameters[projection.dt.range]: fewer days"), "30 days, the lock holds for 3653", hide("production-evidence-vault/aws_glue_catalog_table.art12_archive", "parameters")],
  ["archive-table-lines", "production-evidence-vault/aws_s3_bucket.evidence_vault", mutated("production-evidence-vault/aws_glue_catalog_table.art12_archive storage_descriptor: removed"), "it differs in columns, input_format, reader, malformed lines", hide("production-evidence-vault/aws_glue_catalog_table.art12_archive", "storage_descriptor")],
  ["events-view-unchanged", "production-evidence-vault/aws_glue_catalog_table.art12_events", mutated("production-evidence-vault/aws_glue_catalog_database.evidence name: removed"), "it differs in database", hide("production-evidence-vault/aws_glue_catalog_database.evidence", "name")],
  ["questions-registered", "production-evidence-vault/aws_athena_workgroup.evidence", mutated("production-evidence-vault/aws_athena_named_query.case_events: removed"), "not as the product asks them: case-events", hide("production-evidence-vault/aws_athena_named_query.case_events", "database")],
];

/** Rules that only measure, and are met whatever they find: a place, and a change by which the measure gets worse. */
// prettier-ignore
export const MEASURED: readonly (readonly [rule: string, at: string, edit: Edit, before: number, after: number])[] = [
  ["trust-conditions", "production-art12-logging/aws_iam_role.datadog_archive", unconditional("production-art12-logging/aws_iam_role.datadog_archive"), 1, 0],
  ["monitor-window", monitor("error_rate"), reword(monitor("error_rate"), "query", "last_1h", "last_1d"), 60, 1440],
  ["monitor-delay", monitor("error_rate"), set(monitor("error_rate"), "evaluation_delay", 7200), 600, 7500],
  ...MLFLOW_SERVICE_MEASURED,
  ...MLFLOW_STORES_MEASURED,
  ...MLFLOW_NETWORK_MEASURED,
];
