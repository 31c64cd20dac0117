import { createHash } from "node:crypto";

/** What providers do with the resource types of our stacks, as far as a made plan needs it. */

/** Attributes that are maps; every other object in a stack's JSON is a block, which plans write as a list. */
const MAPS: ReadonlySet<string> = new Set(["tags", "dimensions", "parameters"]);

export const isMap = (attribute: string): boolean => MAPS.has(attribute);

/** Attributes of which a change destroys the resource and makes it anew. */
const FORCES_NEW: Readonly<Record<string, readonly string[]>> = {
  aws_athena_named_query: ["name", "query", "database", "workgroup"],
  aws_athena_workgroup: ["name"],
  aws_budgets_budget: ["name"],
  aws_cloudtrail: ["name"],
  aws_cloudwatch_event_rule: ["name"],
  aws_cloudwatch_event_target: ["rule", "target_id"],
  aws_cloudwatch_metric_alarm: ["alarm_name"],
  aws_glue_catalog_database: ["name"],
  aws_glue_catalog_table: ["name", "database_name"],
  aws_iam_role: ["name"],
  aws_iam_role_policy: ["name", "role"],
  aws_kms_alias: ["name"],
  aws_kms_key: ["customer_master_key_spec", "key_usage", "multi_region"],
  aws_s3_bucket: ["bucket", "object_lock_enabled"],
  aws_sns_topic: ["name"],
  aws_sns_topic_policy: ["arn"],
  aws_sns_topic_subscription: ["topic_arn", "protocol", "endpoint"],
  datadog_logs_index: ["name"],
  datadog_logs_metric: ["name"],
  datadog_sensitive_data_scanner_rule: ["group_id"],
};

/** Everything that configures a bucket belongs to it. */
export const forcesNew = (type: string): readonly string[] =>
  FORCES_NEW[type] ?? (type.startsWith("aws_s3_bucket_") ? ["bucket"] : []);

/** Who and where a resource is. */
export interface Place {
  readonly stack: string;
  readonly address: string;
  readonly region: string;
  readonly account: string;
}

type Known = Readonly<Record<string, unknown>>;
type Computed = (known: Known, place: Place) => Known;

const arn = (service: string, rest: (known: Known) => string): Computed => {
  return (known, { region, account }) => {
    const value = `arn:aws:${service}:${region}:${account}:${rest(known)}`;
    return { id: value, arn: value };
  };
};
const named = ({ name }: Known): string => String(name);
/** A load balancer or target group: its ARN ends in a number, and metrics know it by the end of its ARN. */
const balanced =
  (kind: string): Computed =>
  (known, place) => {
    const suffix = `${kind}/${named(known)}/${uuid(place).replaceAll("-", "").slice(0, 16)}`;
    const value = `arn:aws:elasticloadbalancing:${place.region}:${place.account}:${suffix}`;
    return { id: value, arn: value, arn_suffix: suffix.replace(/^loadbalancer\//, "") };
  };

const COMPUTED: Readonly<Record<string, Computed>> = {
  aws_athena_workgroup: (known, place) => ({
    ...arn("athena", ({ name }) => `workgroup/${String(name)}`)(known, place),
    id: named(known),
  }),
  aws_backup_vault: (known, place) => ({
    ...arn("backup", (each) => `backup-vault:${named(each)}`)(known, place),
    id: named(known),
  }),
  aws_cloudtrail: arn("cloudtrail", ({ name }) => `trail/${String(name)}`),
  aws_cloudwatch_event_rule: (known, place) => ({
    ...arn("events", ({ name }) => `rule/${String(name)}`)(known, place),
    id: named(known),
  }),
  aws_cloudwatch_log_group: (known, place) => ({
    ...arn("logs", (each) => `log-group:${named(each)}`)(known, place),
    id: named(known),
  }),
  aws_db_instance: (known, place) => ({
    ...arn("rds", ({ identifier }) => `db:${String(identifier)}`)(known, place),
    address: `${String(known["identifier"])}.${uuid(place).slice(0, 8)}.${place.region}.rds.amazonaws.com`,
    master_user_secret: [
      { secret_arn: `arn:aws:secretsmanager:${place.region}:${place.account}:secret:rds!db-${uuid(place)}` },
    ],
  }),
  aws_ecs_cluster: arn("ecs", (each) => `cluster/${named(each)}`),
  aws_ecs_task_definition: (known, place) => ({
    ...arn("ecs", ({ family }) => `task-definition/${String(family)}:1`)(known, place),
    id: String(known["family"]),
  }),
  aws_iam_role: (known, { account }) => ({
    id: named(known),
    arn: `arn:aws:iam::${account}:role/${named(known)}`,
  }),
  aws_kms_alias: (known, { region, account }) => ({
    id: named(known),
    arn: `arn:aws:kms:${region}:${account}:${named(known)}`,
  }),
  aws_kms_key: (_, place) => {
    const id = uuid(place);
    return { id, key_id: id, arn: `arn:aws:kms:${place.region}:${place.account}:key/${id}` };
  },
  aws_lb: balanced("loadbalancer/app"),
  aws_lb_target_group: balanced("targetgroup"),
  aws_s3_bucket: ({ bucket }) => ({ id: String(bucket), arn: `arn:aws:s3:::${String(bucket)}` }),
  aws_secretsmanager_secret: (known, place) =>
    arn("secretsmanager", (each) => `secret:${named(each)}-${uuid(place).slice(0, 6)}`)(known, place),
  aws_sns_topic: arn("sns", named),
  aws_sqs_queue: (known, place) => ({
    ...arn("sqs", named)(known, place),
    id: `https://sqs.${place.region}.amazonaws.com/${place.account}/${named(known)}`,
  }),
  aws_wafv2_web_acl: (known, place) => {
    const id = uuid(place);
    return { ...arn("wafv2", (each) => `regional/webacl/${named(each)}/${id}`)(known, place), id };
  },
};

/**
 * What a provider gives a resource beside its declared attributes: made up, but always the same for the same address.
 *
 * @param known its declared attributes, as far as they are known
 */
export function computed(type: string, known: Known, place: Place): Known {
  return COMPUTED[type]?.(known, place) ?? { id: uuid(place) };
}

function uuid({ stack, address }: Place): string {
  const hex = createHash("sha256").update(`${stack}/${address}`).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
