/** What the declaration of a resource says, as text: literals, or expressions that Terraform resolves itself. */
export interface Declaration {
  /** The text of a top-level attribute. @throws Underivable where there is none */
  readonly text: (attribute: string, otherwise?: string) => string;
  /** `arn:<partition>:<service>:<region>:<account>`, by the resource's provider. @throws Underivable where it does not say */
  readonly arnOf: (service: string) => string;
  /** @throws Underivable where the provider does not say */
  readonly account: () => string;
  /** Declarations of a type in the same stack of which an attribute refers to this resource. */
  readonly referring: (type: string, attribute: string) => readonly Declaration[];
}

/** A declaration does not tell what its resource is called in the account. */
export class Underivable extends Error {}

/** A data source that finds a resource by what its declaration says. */
export interface Lookup {
  readonly data: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Attribute of the data source that is the id to import by. */
  readonly id: string;
  /** Words of the provider for "there is none". */
  readonly absent: RegExp;
}

/** How a resource is found: by its id, or by asking. @throws Underivable */
type Finder = (declared: Declaration) => string | Lookup;

const attribute =
  (name: string): Finder =>
  ({ text }) =>
    text(name);
const arn =
  (service: string, resource: (name: string) => string): Finder =>
  ({ text, arnOf }) =>
    `${arnOf(service)}:${resource(text("name"))}`;

const scalable = ({ text }: Declaration): string =>
  ["service_namespace", "resource_id", "scalable_dimension"].map((name) => text(name)).join("/");

const BUCKET_CONFIGURATIONS = [
  "accelerate_configuration",
  "acl",
  "cors_configuration",
  "lifecycle_configuration",
  "logging",
  "notification",
  "object_lock_configuration",
  "ownership_controls",
  "policy",
  "public_access_block",
  "replication_configuration",
  "request_payment_configuration",
  "server_side_encryption_configuration",
  "versioning",
  "website_configuration",
] as const;

/**
 * How each type of resource is found in the account, as the providers' pages say under "Import".
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 * @see https://registry.terraform.io/providers/DataDog/datadog/latest/docs
 */
const FINDERS: Readonly<Record<string, Finder>> = {
  aws_s3_bucket: attribute("bucket"),
  ...Object.fromEntries(BUCKET_CONFIGURATIONS.map((name) => [`aws_s3_bucket_${name}`, attribute("bucket")])),
  aws_s3_bucket_inventory: ({ text }) => `${text("bucket")}:${text("name")}`,
  aws_kms_alias: attribute("name"),
  aws_kms_key: (key) => {
    const [alias] = key.referring("aws_kms_alias", "target_key_id");
    if (!alias) throw new Underivable("no alias of its stack names the key");
    return {
      data: "aws_kms_alias",
      arguments: { name: alias.text("name") },
      id: "target_key_id",
      absent: /empty result|NotFoundException|couldn't find resource/i,
    };
  },
  aws_cloudtrail: arn("cloudtrail", (name) => `trail/${name}`),
  aws_iam_role: attribute("name"),
  aws_iam_role_policy: ({ text }) => `${text("role")}:${text("name")}`,
  aws_iam_role_policy_attachment: ({ text }) => `${text("role")}/${text("policy_arn")}`,
  aws_sns_topic: arn("sns", (name) => name),
  aws_sns_topic_policy: attribute("arn"),
  aws_cloudwatch_event_rule: ({ text }) => `${text("event_bus_name", "default")}/${text("name")}`,
  aws_cloudwatch_event_target: ({ text }) =>
    `${text("event_bus_name", "default")}/${text("rule")}/${text("target_id")}`,
  aws_cloudwatch_log_group: attribute("name"),
  aws_cloudwatch_metric_alarm: attribute("alarm_name"),
  aws_glue_catalog_database: ({ text, account }) => `${account()}:${text("name")}`,
  aws_glue_catalog_table: ({ text, account }) => `${account()}:${text("database_name")}:${text("name")}`,
  aws_athena_workgroup: attribute("name"),
  aws_athena_named_query: ({ text }) => ({
    data: "aws_athena_named_query",
    arguments: { name: text("name"), workgroup: text("workgroup", "primary") },
    id: "id",
    // The provider asks for the queries with an empty list of ids when none has the name.
    absent: /NamedQueryIds|empty result|couldn't find resource/i,
  }),
  aws_budgets_budget: ({ text, account }) => `${account()}:${text("name")}`,
  aws_db_instance: attribute("identifier"),
  aws_db_subnet_group: attribute("name"),
  aws_ecr_repository: attribute("name"),
  aws_ecs_cluster: attribute("name"),
  aws_backup_vault: attribute("name"),
  aws_backup_vault_lock_configuration: attribute("backup_vault_name"),
  aws_appautoscaling_target: scalable,
  aws_appautoscaling_policy: (policy) => `${scalable(policy)}/${policy.text("name")}`,
  aws_cloudwatch_log_resource_policy: attribute("policy_name"),
  aws_db_parameter_group: attribute("name"),
  aws_ecr_lifecycle_policy: attribute("repository"),
  aws_scheduler_schedule: ({ text }) => `${text("group_name", "default")}/${text("name")}`,
  aws_scheduler_schedule_group: attribute("name"),
  datadog_logs_index: attribute("name"),
  datadog_logs_metric: attribute("name"),
  datadog_webhook: attribute("name"),
};

/** Types that are found, sorted. */
export const FOUND_TYPES = Object.keys(FINDERS).sort();

const OF_AWS = "it is known by an id that AWS chose";

/** Why a type cannot be found by what is declared of it. */
export const NOT_FOUND_BY_NAME: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...["aws_backup_plan", "aws_backup_selection", "aws_default_security_group", "aws_eip", "aws_flow_log"],
      ...["aws_internet_gateway", "aws_nat_gateway", "aws_route_table", "aws_security_group", "aws_subnet"],
      ...["aws_vpc", "aws_vpc_endpoint", "aws_vpc_security_group_egress_rule"],
      ...["aws_vpc_security_group_ingress_rule", "aws_wafv2_web_acl"],
    ].map((type) => [type, OF_AWS]),
  ),
  aws_ecs_service: "it is imported by its cluster's name, and the declaration names that by its ARN",
  aws_ecs_task_definition: "it is known by a revision that AWS counts",
  aws_lb: "it is known by an ARN that AWS chose",
  aws_lb_listener: "it is known by an ARN that AWS chose",
  aws_lb_target_group: "it is known by an ARN that AWS chose",
  aws_route: "it is known by the id of its route table, which AWS chose",
  aws_route_table_association: "it is known by ids of subnet and route table, which AWS chose",
  aws_secretsmanager_secret: "it is known by an ARN whose end AWS chose",
  aws_secretsmanager_secret_policy: "it is known by the ARN of its secret, whose end AWS chose",
  aws_secretsmanager_secret_version: "it is known by the ARN of its secret and a version, which AWS chose",
  aws_sqs_queue: "it is imported by its address, which the declaration does not tell",
  aws_wafv2_web_acl_association: "it is known by ARNs that AWS chose",
  aws_wafv2_web_acl_logging_configuration: "it is known by the ARN of its list of rules, which AWS chose",
  aws_organizations_policy: "it is known by an id that AWS chose, and no data source finds it by its name",
  aws_organizations_policy_attachment: "it is known by the id of its policy, which AWS chose",
  aws_sns_topic_subscription: "it is known by an ARN that AWS chose, and no data source finds it",
  datadog_dashboard_json: "it is known by an id that Datadog chose, and several may have one title",
  datadog_integration_aws_account: "it is known by an id that Datadog chose",
  datadog_integration_aws_external_id: "it is known by an id that Datadog chose",
  datadog_logs_archive: "it is known by an id that Datadog chose, and no data source finds it by its name",
  datadog_logs_archive_order: "it lists archives by ids that Datadog chose",
  datadog_logs_custom_pipeline:
    "it is known by an id that Datadog chose, and no data source finds it by its name",
  datadog_logs_index_order: "the organisation has one, whatever is declared",
  datadog_logs_pipeline_order: "it lists pipelines by ids that Datadog chose",
  datadog_monitor: "it is known by an id that Datadog chose, and several monitors may have one name",
  datadog_monitor_config_policy: "it is known by an id that Datadog chose",
  datadog_role: "it is known by an id that Datadog chose",
  datadog_sensitive_data_scanner_group:
    "it is known by an id that Datadog chose, and no data source finds it",
  datadog_sensitive_data_scanner_group_order: "it lists groups by ids that Datadog chose",
  datadog_sensitive_data_scanner_rule: "it is known by an id that Datadog chose, and no data source finds it",
  datadog_service_level_objective: "it is known by an id that Datadog chose, and several may have one name",
};

/**
 * The id by which a resource is imported, or the look-up that finds it.
 *
 * @throws Underivable that says why it cannot be told
 */
export function findBy(type: string, declared: Declaration): string | Lookup {
  const finder = Object.hasOwn(FINDERS, type) ? FINDERS[type] : undefined;
  if (!finder)
    throw new Underivable(
      NOT_FOUND_BY_NAME[type] ?? "how this type is found in an account is not written down yet",
    );
  return finder(declared);
}
