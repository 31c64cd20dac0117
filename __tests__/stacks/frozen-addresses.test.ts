import { resource, synthesize, type StackJson } from "./synthesized";

/**
 * Addresses of everything that keeps or carries evidence. Terraform destroys what stands at an address that is gone,
 * so a line may be added here, but not changed or removed, without a `moved` block and a reviewed plan.
 */
const FROZEN = {
  "evidence-vault": [
    "aws_athena_named_query.case_events",
    "aws_athena_named_query.damaged_lines",
    "aws_athena_named_query.event_chain",
    "aws_athena_named_query.incident_window",
    "aws_athena_named_query.input_events",
    "aws_athena_named_query.model_version_events",
    "aws_athena_named_query.model_versions",
    "aws_athena_named_query.overrides",
    "aws_athena_named_query.system_events",
    "aws_athena_named_query.unregistered_versions",
    "aws_athena_named_query.volume_and_gaps",
    "aws_athena_workgroup.evidence",
    "aws_budgets_budget.evidence_vault",
    "aws_cloudtrail.evidence_access !",
    "aws_cloudwatch_event_rule.break_glass",
    "aws_cloudwatch_event_rule.break_glass_replica",
    "aws_cloudwatch_event_rule.delete_attempts",
    "aws_cloudwatch_event_rule.delete_attempts_replica",
    "aws_cloudwatch_event_rule.key_loss",
    "aws_cloudwatch_event_rule.key_loss_replica",
    "aws_cloudwatch_event_rule.lock_or_policy_changes",
    "aws_cloudwatch_event_rule.lock_or_policy_changes_replica",
    "aws_cloudwatch_event_rule.trail_changes",
    "aws_cloudwatch_event_rule.trail_changes_replica",
    "aws_cloudwatch_event_target.break_glass",
    "aws_cloudwatch_event_target.break_glass_replica",
    "aws_cloudwatch_event_target.delete_attempts",
    "aws_cloudwatch_event_target.delete_attempts_replica",
    "aws_cloudwatch_event_target.key_loss",
    "aws_cloudwatch_event_target.key_loss_replica",
    "aws_cloudwatch_event_target.lock_or_policy_changes",
    "aws_cloudwatch_event_target.lock_or_policy_changes_replica",
    "aws_cloudwatch_event_target.trail_changes",
    "aws_cloudwatch_event_target.trail_changes_replica",
    "aws_cloudwatch_metric_alarm.replication_failures",
    "aws_cloudwatch_metric_alarm.replication_lag",
    "aws_glue_catalog_database.evidence",
    "aws_glue_catalog_table.art12_archive",
    "aws_glue_catalog_table.art12_events",
    "aws_iam_role.evidence_replica",
    "aws_iam_role.vault_approver",
    "aws_iam_role.vault_auditor",
    "aws_iam_role.vault_checkpoint_writer",
    "aws_iam_role.vault_ci_deploy",
    "aws_iam_role.vault_ci_review",
    "aws_iam_role.vault_detector",
    "aws_iam_role.vault_exporter",
    "aws_iam_role.vault_gate",
    "aws_iam_role.vault_security_officer",
    "aws_iam_role_policy.evidence_replica",
    "aws_iam_role_policy.vault_approver",
    "aws_iam_role_policy.vault_auditor",
    "aws_iam_role_policy.vault_checkpoint_writer",
    "aws_iam_role_policy.vault_ci_deploy",
    "aws_iam_role_policy.vault_ci_review",
    "aws_iam_role_policy.vault_detector",
    "aws_iam_role_policy.vault_exporter",
    "aws_iam_role_policy.vault_gate",
    "aws_iam_role_policy.vault_security_officer",
    "aws_kms_alias.evidence_access !",
    "aws_kms_alias.evidence_replica !",
    "aws_kms_alias.evidence_vault !",
    "aws_kms_alias.sign_approver !",
    "aws_kms_alias.sign_ci_deploy !",
    "aws_kms_alias.sign_ci_review !",
    "aws_kms_alias.sign_detector !",
    "aws_kms_alias.sign_exporter !",
    "aws_kms_alias.sign_gate !",
    "aws_kms_alias.sign_security_officer !",
    "aws_kms_key.evidence_access !",
    "aws_kms_key.evidence_replica !",
    "aws_kms_key.evidence_vault !",
    "aws_kms_key.sign_approver !",
    "aws_kms_key.sign_ci_deploy !",
    "aws_kms_key.sign_ci_review !",
    "aws_kms_key.sign_detector !",
    "aws_kms_key.sign_exporter !",
    "aws_kms_key.sign_gate !",
    "aws_kms_key.sign_security_officer !",
    "aws_s3_bucket.evidence_access !",
    "aws_s3_bucket.evidence_queries",
    "aws_s3_bucket.evidence_replica !",
    "aws_s3_bucket.evidence_vault !",
    "aws_s3_bucket_inventory.evidence_vault",
    "aws_s3_bucket_lifecycle_configuration.evidence_access",
    "aws_s3_bucket_lifecycle_configuration.evidence_queries",
    "aws_s3_bucket_lifecycle_configuration.evidence_replica",
    "aws_s3_bucket_lifecycle_configuration.evidence_vault",
    "aws_s3_bucket_notification.evidence_vault",
    "aws_s3_bucket_object_lock_configuration.evidence_access !",
    "aws_s3_bucket_object_lock_configuration.evidence_replica !",
    "aws_s3_bucket_object_lock_configuration.evidence_vault !",
    "aws_s3_bucket_ownership_controls.evidence_access",
    "aws_s3_bucket_ownership_controls.evidence_replica",
    "aws_s3_bucket_ownership_controls.evidence_vault",
    "aws_s3_bucket_policy.evidence_access !",
    "aws_s3_bucket_policy.evidence_queries",
    "aws_s3_bucket_policy.evidence_replica !",
    "aws_s3_bucket_policy.evidence_vault !",
    "aws_s3_bucket_public_access_block.evidence_access !",
    "aws_s3_bucket_public_access_block.evidence_queries",
    "aws_s3_bucket_public_access_block.evidence_replica !",
    "aws_s3_bucket_public_access_block.evidence_vault !",
    "aws_s3_bucket_replication_configuration.evidence_replica !",
    "aws_s3_bucket_server_side_encryption_configuration.evidence_access !",
    "aws_s3_bucket_server_side_encryption_configuration.evidence_queries",
    "aws_s3_bucket_server_side_encryption_configuration.evidence_replica !",
    "aws_s3_bucket_server_side_encryption_configuration.evidence_vault !",
    "aws_s3_bucket_versioning.evidence_access !",
    "aws_s3_bucket_versioning.evidence_replica !",
    "aws_s3_bucket_versioning.evidence_vault !",
    "aws_sns_topic.evidence_watch",
    "aws_sns_topic.evidence_watch_replica",
    "aws_sns_topic_policy.evidence_watch",
    "aws_sns_topic_policy.evidence_watch_replica",
  ],
  "art12-logging": [
    "aws_iam_role.datadog_archive",
    "aws_iam_role_policy.datadog_archive",
    "datadog_integration_aws_account.vault_account",
    "datadog_integration_aws_external_id.vault_account",
  ],
  "art72-monitoring-credit-scoring": [
    "datadog_dashboard_json.post_market_monitoring",
    "datadog_monitor.adverse_outcomes",
    "datadog_monitor.complaints",
    "datadog_monitor.decision_drift",
    "datadog_monitor.error_rate",
    "datadog_monitor.fairness_gap",
    "datadog_monitor.latency",
    "datadog_monitor.log_entries_invalid",
    "datadog_monitor.log_entries_lost",
    "datadog_monitor.low_confidence",
    "datadog_monitor.no_log_entries",
    "datadog_monitor.out_of_scope_inputs",
    "datadog_monitor.override_rate_high",
    "datadog_monitor.override_rate_low",
    "datadog_monitor.oversight_missing",
    "datadog_monitor.possible_serious_incident",
    "datadog_monitor.unregistered_model_version",
    "datadog_monitor.volume_high",
    "datadog_monitor.volume_low",
    "datadog_service_level_objective.error_free",
    "datadog_service_level_objective.log_delivered",
    "datadog_service_level_objective.reviews_done",
    "datadog_webhook.risk_register",
  ],
  mlflow: [],
} as const;

/** Production alone names an organisation whose policy it may set. */
const GUARDRAILS = [
  "aws_organizations_policy.evidence_guardrails !",
  "aws_organizations_policy_attachment.evidence_guardrails !",
];

/** Production alone makes the bucket its state is in. */
const STATE = [
  "aws_kms_alias.terraform_state !",
  "aws_kms_key.terraform_state !",
  "aws_s3_bucket.terraform_state !",
  "aws_s3_bucket_lifecycle_configuration.terraform_state",
  "aws_s3_bucket_ownership_controls.terraform_state",
  "aws_s3_bucket_policy.terraform_state !",
  "aws_s3_bucket_public_access_block.terraform_state !",
  "aws_s3_bucket_server_side_encryption_configuration.terraform_state !",
  "aws_s3_bucket_versioning.terraform_state !",
];

const ORGANISATION = (environment: string) => [
  `datadog_logs_archive.art12_${environment} !`,
  "datadog_logs_archive_order.art12_first",
  "datadog_logs_custom_pipeline.art12 !",
  "datadog_logs_index.art12 !",
  "datadog_logs_index_order.art12_first",
  "datadog_logs_metric.art12_confidence",
  "datadog_logs_metric.art12_decisions",
  "datadog_logs_metric.art12_events",
  "datadog_logs_metric.art12_invalid",
  "datadog_logs_metric.art12_losses",
  "datadog_logs_metric.art12_low_confidence",
  "datadog_logs_metric.art12_outcomes",
  "datadog_logs_metric.art12_overrides",
  "datadog_logs_metric.art12_personal_data",
  "datadog_logs_metric.art12_reviews",
  "datadog_logs_metric.art12_reviews_done",
  "datadog_logs_metric.art12_reviews_required",
  "datadog_logs_pipeline_order.art12_first",
  "datadog_monitor.access_changed",
  "datadog_monitor.archive_changed",
  "datadog_monitor.archive_delivery",
  "datadog_monitor.audit_settings_changed",
  "datadog_monitor.audit_trail_silent",
  "datadog_monitor.gate_break_glass",
  "datadog_monitor.gate_refusals",
  "datadog_monitor.index_changed",
  "datadog_monitor.index_quota",
  "datadog_monitor.invalid_entries",
  "datadog_monitor.keys_changed",
  "datadog_monitor.metric_changed",
  "datadog_monitor.monitor_changed",
  "datadog_monitor.personal_data_found",
  "datadog_monitor.pipeline_changed",
  "datadog_monitor.scanner_changed",
  "datadog_role.art12_archive_readers",
  "datadog_role.art12_archive_writers",
  "datadog_role.art12_log_readers",
  "datadog_sensitive_data_scanner_group.art12_personal_data",
  "datadog_sensitive_data_scanner_group_order.art12_first",
  "datadog_sensitive_data_scanner_rule.art12_email",
  "datadog_sensitive_data_scanner_rule.art12_iban",
  "datadog_sensitive_data_scanner_rule.art12_payment_card",
  "datadog_sensitive_data_scanner_rule.art12_phone",
];

const { stacks } = synthesize();

/** `type.id`, with `!` where Terraform refuses to destroy it. */
function addresses(stack: StackJson | undefined): string[] {
  return (
    Object.entries(stack?.resource ?? {})
      .flatMap(([type, byId]) =>
        Object.keys(byId).map((id) => {
          const { lifecycle } = resource(stack, type, id) as { lifecycle?: { prevent_destroy?: boolean } };
          return `${type}.${id}${lifecycle?.prevent_destroy ? " !" : ""}`;
        }),
      )
      // Who is told is configuration: its addresses follow the e-mail addresses of the environment.
      .filter((address) => !address.startsWith("aws_sns_topic_subscription.mail_"))
      .sort()
  );
}

describe("Changing the address of a resource destroys the evidence it holds, so addresses are frozen", () => {
  it.each(
    ["sandbox", "production"].flatMap((environment) =>
      Object.entries(FROZEN).map(([stack, frozen]) => ({ name: `${environment}-${stack}`, frozen })),
    ),
  )("in $name", ({ name, frozen }) => {
    expect(Object.keys(stacks)).toContain(name);
    expect(addresses(stacks[name])).toEqual(frozen);
  });

  it.each([
    ["sandbox-datadog", "sandbox"],
    ["example-datadog", "production"],
  ])("in %s", (name, environment) => {
    expect(addresses(stacks[name])).toEqual(ORGANISATION(environment));
  });

  it("in production-guardrails", () =>
    expect(addresses(stacks["production-guardrails"])).toEqual(GUARDRAILS));

  it("in production-terraform-state", () =>
    expect(addresses(stacks["production-terraform-state"])).toEqual(STATE));

  it("and no other stack appears unseen", () => {
    const perEnvironment = [
      "art12-logging",
      "art72-monitoring-credit-scoring",
      "art72-monitoring-cv-screening",
      "evidence-vault",
      "mlflow",
    ];
    const expected = ["production", "sandbox"].flatMap((environment) =>
      perEnvironment.map((stack) => `${environment}-${stack}`),
    );
    expect(Object.keys(stacks).sort()).toEqual(
      [
        ...expected,
        "example-datadog",
        "production-guardrails",
        "production-terraform-state",
        "sandbox-datadog",
      ].sort(),
    );
  });
});
