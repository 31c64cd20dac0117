import { mutated } from "./mutated";
import { remove, set, type Edit } from "./own-stacks";
import { hide } from "./places";

const STACK = "production-mlflow";
const at = (type: string, name = "mlflow") => `${STACK}/aws_${type}.${name}`;
const DATABASE = at("db_instance");
const PARAMETERS = at("db_parameter_group");
const SECRET = at("secretsmanager_secret", "mlflow_gate_login");
const CLOSING = at("secretsmanager_secret_policy", "mlflow_gate_login");
const VALUE = at("secretsmanager_secret_version", "mlflow_gate_login");
const REPOSITORY = at("ecr_repository", "mlflow_gate");
const GROUP = at("cloudwatch_log_group", "mlflow_gate");
const ARTIFACTS = at("s3_bucket", "mlflow_artifacts");
const ARTIFACTS_POLICY = at("s3_bucket_policy", "mlflow_artifacts");
const VAULT = at("backup_vault");
const LOCK = at("backup_vault_lock_configuration");
const PLAN = at("backup_plan");
const SELECTION = at("backup_selection");
const RIGHTS = at("iam_role_policy", "mlflow_backup");

const hidePassword: Edit = (stacks) => {
  const { ephemeral } = stacks.json[STACK] as unknown as {
    ephemeral: Record<string, Record<string, Record<string, unknown>>>;
  };
  Object.assign(ephemeral["aws_secretsmanager_random_password"]?.["mlflow_session_keys"] ?? {}, {
    password_length: "${var.hidden}",
  });
};

/** Rows as in `trios.ts`, about what MLflow and the gate keep. */
// prettier-ignore
export const MLFLOW_STORES_TRIOS: readonly (readonly [rule: string, at: string, unmet: Edit, reason: string, unknown: Edit | undefined])[] = [
  ["kept-under-own-key", DATABASE, set(DATABASE, "kms_key_id", undefined), "no key of ours: kms_key_id", hide(DATABASE, "kms_key_id")],
  ["database-encrypted", DATABASE, set(DATABASE, "storage_encrypted", false), "storage_encrypted is not true", hide(DATABASE, "storage_encrypted")],
  ["database-not-public", DATABASE, set(DATABASE, "publicly_accessible", true), "publicly_accessible is not false", hide(DATABASE, "publicly_accessible")],
  ["database-reached-by-service", DATABASE, set(DATABASE, "vpc_security_group_ids", ["${aws_security_group.mlflow_load_balancer.id}"]), "let in by more than group and port: production-mlflow/aws_vpc_security_group_ingress_rule.mlflow_load_balancer_from_10_0_0_0_8", hide(DATABASE, "vpc_security_group_ids")],
  ["database-tls-forced", DATABASE, mutated(`${PARAMETERS} parameter[rds.force_ssl].value: zero`), "rds.force_ssl is 0", hide(DATABASE, "parameter_group_name")],
  ["database-owner-managed", DATABASE, mutated(`${DATABASE} password: in plain words`), "the password stands in the plan", hide(DATABASE, "manage_master_user_password")],
  ["database-on-record", DATABASE, mutated(`${PARAMETERS} parameter[log_statement]: removed`), "log_statement is off", hide(PARAMETERS, "parameter")],
  ["database-backed-up", DATABASE, set(DATABASE, "backup_retention_period", 34), "34 days, 35 at the least", hide(DATABASE, "backup_retention_period")],
  ["database-loss-refused", DATABASE, set(DATABASE, "skip_final_snapshot", true), "no final snapshot", hide(DATABASE, "deletion_protection")],
  ["database-patched", DATABASE, set(DATABASE, "auto_minor_version_upgrade", false), "auto_minor_version_upgrade is not true", hide(DATABASE, "auto_minor_version_upgrade")],
  ["secret-not-in-plan", SECRET, mutated(`${VALUE} secret_string: in plain words`), "its value is kept by Terraform: secret_string", hide(VALUE, "secret_id")],
  ["secret-random", `${STACK}/terraform`, mutated(`${STACK}/ephemeral.aws_secretsmanager_random_password.mlflow_session_keys password_length: lowered`), "of 16 characters, 32 at the least", hidePassword],
  ["secret-closed", SECRET, mutated(`${CLOSING} policy: granted`), "everyone is given rights", hide(CLOSING, "policy")],
  ["secret-read-by-few", SECRET, mutated(`${CLOSING} policy.Statement[Deny DenyReadingByOthers]: removed`), "open to others than named roles: secretsmanager:GetSecretValue", hide(CLOSING, "policy")],
  ["secret-changed-by-few", SECRET, mutated(`${CLOSING} policy.Statement[Deny DenyChangesByOthers].Action[secretsmanager:PutSecretValue]: removed`), "open to others than named roles: secretsmanager:PutSecretValue", hide(CLOSING, "secret_arn")],
  ["secret-recoverable", SECRET, set(SECRET, "recovery_window_in_days", 0), "it is deleted at once", hide(SECRET, "recovery_window_in_days")],
  ["artifacts-versioned", ARTIFACTS, set(at("s3_bucket_versioning", "mlflow_artifacts"), "versioning_configuration.status", "Suspended"), "earlier versions are not kept", hide(at("s3_bucket_lifecycle_configuration", "mlflow_artifacts"), "rule")],
  ["artifacts-loss-denied", ARTIFACTS, mutated(`${ARTIFACTS_POLICY} policy.Statement[Deny DenyLossOfArtifacts].Action[s3:DeleteObjectVersion]: removed`), "open to others than named roles: s3:DeleteObjectVersion", hide(ARTIFACTS_POLICY, "policy")],
  ["artifacts-written-by-one", ARTIFACTS, mutated(`${ARTIFACTS_POLICY} policy.Statement[Deny DenyWritesByOthers]: removed`), "open to others than named roles: s3:PutObject", hide(ARTIFACTS_POLICY, "policy")],
  ["artifacts-configuration-restricted", ARTIFACTS, mutated(`${ARTIFACTS_POLICY} policy.Statement[Deny DenyNotificationsByOthers]: removed`), "open to others than named roles: s3:PutBucketNotification, s3:PutInventoryConfiguration", hide(ARTIFACTS_POLICY, "bucket")],
  ["artifacts-not-shut-out", ARTIFACTS, mutated(`${ARTIFACTS_POLICY} policy.Statement[Deny DenyWritesByOthers].Condition: removed`), "denied: s3:PutObject", hide(ARTIFACTS_POLICY, "policy")],
  ["image-tags-fixed", REPOSITORY, set(REPOSITORY, "image_tag_mutability", undefined), "tags are MUTABLE", hide(REPOSITORY, "image_tag_mutability")],
  ["images-scanned", REPOSITORY, set(REPOSITORY, "image_scanning_configuration.scan_on_push", false), "image_scanning_configuration.scan_on_push is not true", hide(REPOSITORY, "image_scanning_configuration.scan_on_push")],
  ["images-kept", REPOSITORY, mutated(`${REPOSITORY} force_delete: set to true`), "Terraform may delete it with its images", hide(at("ecr_lifecycle_policy", "mlflow_gate"), "policy")],
  ["program-logs-kept", GROUP, set(GROUP, "retention_in_days", undefined), "they are kept for ever", hide(GROUP, "retention_in_days")],
  ["logs-may-encrypt", GROUP, mutated(`${at("kms_key")} policy.Statement[Allow LogsEncrypt].Action[kms:Encrypt]: removed`), "it may not kms:Encrypt", hide(at("kms_key"), "policy")],
  ["backups-often", DATABASE, set(PLAN, "rule.0.schedule", "cron(0 4 ? * SUN *)"), "no rule makes one every day", hide(SELECTION, "resources")],
  ["backups-fit-lock", PLAN, mutated(`${LOCK} max_retention_days: lowered`), "1 of 2 rules have another vault, no end, or one that the lock refuses", hide(LOCK, "min_retention_days")],
  ["backups-locked", VAULT, remove(LOCK), "it has no lock", hide(LOCK, "backup_vault_name")],
  ["backup-role-may", DATABASE, mutated(`${RIGHTS} policy.Statement[Allow SnapshotsOfDatabase].Action[rds:CreateDBSnapshot]: removed`), "missing: rds:CreateDBSnapshot", hide(RIGHTS, "policy")],
];

/** Rows as in `more-trios.ts`: rules that only measure. */
// prettier-ignore
export const MLFLOW_STORES_MEASURED: readonly (readonly [rule: string, at: string, edit: Edit, before: number, after: number])[] = [
  ["database-zones", DATABASE, set(DATABASE, "multi_az", false), 2, 1],
  ["backup-lock-final", VAULT, set(LOCK, "changeable_for_days", undefined), 7, 36_500],
];
