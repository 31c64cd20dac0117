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
const ALL_PORTS = { from_port: 0, to_port: 0, protocol: "-1" };
const TO_INTERNET = { cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.mlflow.id}" };
/** Of the firewall's rules: the second asks AWS's common ones. */
const COMMON: Place = ["rule", 1];
const COMMON_GROUP: Place = [...COMMON, "statement", "managed_rule_group_statement"];

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
  aws_default_security_group: [
    set(["ingress"], "from its members", [{ ...ALL_PORTS, self: true }]),
    set(["egress"], "to anywhere", [{ ...ALL_PORTS, cidr_blocks: ["0.0.0.0/0"] }]),
  ],
  aws_ecs_service: [
    append(["load_balancer"], "MLflow, too", {
      target_group_arn: "${aws_lb_target_group.mlflow.arn}",
      container_name: "mlflow",
      container_port: 5000,
    }),
  ],
  aws_ecs_task_definition: [
    set(["ipc_mode"], "set to task", "task"),
    set(["pid_mode"], "set to task", "task"),
    append(["volume"], "of the machine", { name: "machine", host_path: "/" }),
  ],
  aws_glue_catalog_table: [set(["parameters", "skip.header.line.count"], "set to 1", "1")],
  aws_iam_role: [
    set(["inline_policy"], "all of S3", [{ name: "more", policy: ALL_OF_S3 }]),
    set(["managed_policy_arns"], "an administrator's", ["arn:aws:iam::aws:policy/AdministratorAccess"]),
  ],
  aws_kms_key: [set(["is_enabled"], "set to false", false)],
  aws_route_table: [set(["route"], "to the internet", [TO_INTERNET])],
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
  aws_scheduler_schedule: [
    set(["end_date"], "a month from now", "2031-01-01T00:00:00Z"),
    set(
      ["target", "input"],
      "another command",
      '{"containerOverrides":[{"name":"job","command":["--help"]}]}',
    ),
  ],
  aws_secretsmanager_secret_version: [
    set(["secret_string"], "in plain words", "correct horse battery staple"),
    set(["secret_string_wo"], "in plain words", "correct horse battery staple"),
  ],
  aws_security_group: [
    set(["ingress"], "from anywhere", [{ ...ALL_PORTS, cidr_blocks: ["0.0.0.0/0"] }]),
    set(["egress"], "to anywhere", [{ ...ALL_PORTS, cidr_blocks: ["0.0.0.0/0"] }]),
  ],
  aws_sns_topic: [set(["kms_master_key_id"], "a key of AWS", "alias/aws/sns")],
  aws_sns_topic_subscription: [set(["filter_policy"], "one source only", '{"source":["aws.s3"]}')],
  aws_vpc_security_group_egress_rule: [
    set(["cidr_ipv4"], "to anywhere", "0.0.0.0/0"),
    set(["ip_protocol"], "all protocols", "-1"),
  ],
  aws_vpc_security_group_ingress_rule: [
    set(["cidr_ipv4"], "from anywhere", "0.0.0.0/0"),
    set(["ip_protocol"], "all protocols", "-1"),
  ],
  aws_wafv2_web_acl: [
    set([...COMMON, "override_action"], "counts only", { count: {} }),
    set([...COMMON_GROUP, "scope_down_statement"], "for some requests only", {
      geo_match_statement: { country_codes: ["AQ"] },
    }),
    append([...COMMON_GROUP, "rule_action_override"], "one more counts", {
      name: "CrossSiteScripting_QUERYARGUMENTS",
      action_to_use: { count: {} },
    }),
    set([...COMMON_GROUP, "rule_action_override", 6, "action_to_use"], "blocks", { block: {} }),
    append(["rule"], "lets some through unasked", {
      name: "added",
      priority: 100,
      action: { allow: {} },
      statement: { geo_match_statement: { country_codes: ["AQ"] } },
    }),
  ],
  aws_wafv2_web_acl_logging_configuration: [
    set(["logging_filter"], "keeps nothing", { default_behavior: "DROP", filter: [] }),
  ],
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
  "ephemeral.aws_secretsmanager_random_password": [
    set(["exclude_lowercase"], "set to true", true),
    set(["exclude_characters"], "digits left out", "0123456789"),
  ],
  provider: [set(["endpoints"], "of somebody else", [{ s3: "https://s3.example.org" }])],
};
