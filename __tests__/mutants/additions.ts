import type { Place } from "./json";

/** Something that nobody wrote, and that somebody could add. */
interface Addition {
  readonly place: Place;
  /** What is done, for the direction tables. */
  readonly name: string;
  /** What stands there then; of a list, what is added to it. */
  readonly value: unknown;
  readonly appended?: true;
}

const set = (place: Place, name: string, value: unknown): Addition => ({ place, name, value });
const append = (place: Place, name: string, value: unknown): Addition => ({
  place,
  name,
  value,
  appended: true,
});

const ALL_OF_S3 = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
});
const SELECTORS: Place = ["advanced_event_selector"];

/** By type of resource: attributes and elements of lists that generated changes of what is there would never reach. */
export const ADDITIONS: Readonly<Record<string, readonly Addition[]>> = {
  aws_athena_workgroup: [set(["state"], "set to DISABLED", "DISABLED")],
  aws_cloudtrail: [
    append([...SELECTORS, 0, "field_selector"], "writes only", { field: "readOnly", equals: ["false"] }),
    append([...SELECTORS, 1, "field_selector"], "without KMS", {
      field: "eventSource",
      not_equals: ["kms.amazonaws.com"],
    }),
  ],
  aws_cloudwatch_event_rule: [
    set(["state"], "set to DISABLED", "DISABLED"),
    set(["is_enabled"], "set to false", false),
  ],
  aws_cloudwatch_metric_alarm: [set(["actions_enabled"], "set to false", false)],
  aws_backup_vault: [set(["force_destroy"], "set to true", true)],
  aws_db_instance: [set(["password"], "in plain words", "correct horse battery staple")],
  aws_ecr_repository: [set(["force_delete"], "set to true", true)],
  aws_glue_catalog_table: [set(["parameters", "skip.header.line.count"], "set to 1", "1")],
  aws_iam_role: [
    set(["inline_policy"], "all of S3", [{ name: "more", policy: ALL_OF_S3 }]),
    set(["managed_policy_arns"], "an administrator's", ["arn:aws:iam::aws:policy/AdministratorAccess"]),
  ],
  aws_kms_key: [set(["is_enabled"], "set to false", false)],
  aws_s3_bucket: [set(["force_destroy"], "set to true", true)],
  aws_s3_bucket_inventory: [
    set(["enabled"], "set to false", false),
    set(["filter"], "records only", { prefix: "records/" }),
  ],
  aws_s3_bucket_lifecycle_configuration: [
    append(["rule"], "all expires after a day", {
      id: "added",
      status: "Enabled",
      filter: [{}],
      expiration: [{ days: 1 }],
    }),
    append(["rule"], "earlier versions expire after a day", {
      id: "added",
      status: "Enabled",
      filter: [{}],
      noncurrent_version_expiration: [{ noncurrent_days: 1 }],
    }),
    append(["rule"], "all moves to DEEP_ARCHIVE", {
      id: "added",
      status: "Enabled",
      filter: [{}],
      transition: [{ days: 1, storage_class: "DEEP_ARCHIVE" }],
    }),
  ],
  aws_s3_bucket_replication_configuration: [
    set(["rule", 0, "filter"], "the archive only", { prefix: "art12/" }),
  ],
  aws_secretsmanager_secret_version: [
    set(["secret_string"], "in plain words", "correct horse battery staple"),
    set(["secret_string_wo"], "in plain words", "correct horse battery staple"),
  ],
  aws_sns_topic: [set(["kms_master_key_id"], "a key of AWS", "alias/aws/sns")],
  aws_sns_topic_subscription: [set(["filter_policy"], "one source only", '{"source":["aws.s3"]}')],
  datadog_monitor: [
    set(["draft_status"], "set to draft", "draft"),
    set(["timeout_h"], "resolves after an hour", 1),
  ],
  datadog_role: [
    append(["permission"], "one right more", {
      id: '${data.datadog_permissions.current.permissions["user_access_manage"]}',
    }),
  ],
  datadog_sensitive_data_scanner_group: [set(["samplings"], "one in ten", [{ product: "logs", rate: 10 }])],
  datadog_sensitive_data_scanner_rule: [
    set(["namespaces"], "one field only", ["art12.event.output"]),
    set(["included_keyword_configuration"], "near a word only", { keywords: ["mail"], character_count: 30 }),
  ],
  provider: [set(["endpoints"], "of somebody else", [{ s3: "https://s3.example.org" }])],
};
