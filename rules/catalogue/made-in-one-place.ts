import { inOneAccount, inOnePlace } from "../facts/places";
import { all } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, notApplicable } from "../rule";

interface Pair {
  readonly type: string;
  readonly attribute: string;
  readonly to: string;
  /** Global services have an account, and no region. */
  readonly shared: "region" | "account";
}

const pair = (type: string, attribute: string, to: string, shared: Pair["shared"] = "region"): Pair => ({
  type: `aws_${type}`,
  attribute,
  to: `aws_${to}`,
  shared,
});

/** What acts only where the thing it names is. */
const PAIRS: readonly Pair[] = [
  ...[
    "inventory",
    "lifecycle_configuration",
    "notification",
    "object_lock_configuration",
    "ownership_controls",
    "policy",
    "public_access_block",
    "replication_configuration",
    "server_side_encryption_configuration",
    "versioning",
  ].map((what) => pair(`s3_bucket_${what}`, "bucket", "s3_bucket")),
  pair(
    "s3_bucket_server_side_encryption_configuration",
    "rule.apply_server_side_encryption_by_default.kms_master_key_id",
    "kms_key",
  ),
  pair("kms_alias", "target_key_id", "kms_key"),
  pair("cloudtrail", "kms_key_id", "kms_key"),
  pair("cloudwatch_event_target", "rule", "cloudwatch_event_rule"),
  pair("cloudwatch_event_target", "arn", "sns_topic"),
  pair("cloudwatch_metric_alarm", "alarm_actions", "sns_topic"),
  pair("sns_topic_policy", "arn", "sns_topic"),
  pair("sns_topic_subscription", "topic_arn", "sns_topic"),
  pair("budgets_budget", "notification.subscriber_sns_topic_arns", "sns_topic", "account"),
  pair("iam_role_policy", "role", "iam_role", "account"),
  pair(
    "athena_workgroup",
    "configuration.result_configuration.encryption_configuration.kms_key_arn",
    "kms_key",
  ),
  pair("athena_named_query", "workgroup", "athena_workgroup"),
  pair("athena_named_query", "database", "glue_catalog_database"),
  pair("glue_catalog_table", "database_name", "glue_catalog_database"),
];

const TYPES = [...new Set(PAIRS.map(({ type }) => type))];

export const madeInOnePlace = judging({
  id: "made-in-one-place",
  duties: ["Art12", "Art17(1)", "Art18(1)", "Art19(1)"],
  title: "What belongs together is made in one region of one account",
  why: "Made by another provider, a lock, a policy or an alarm is about something else, or is made anew there while the old one stays behind, watched by nobody.",
  fix: "Give the resource the provider of the resource that it names.",
  subjects: (set) => set.ofType(...TYPES),
  judge(resource, set) {
    const others = PAIRS.filter(({ type }) => type === resource.type).flatMap((each) =>
      named(set, resource, each).map((target) => ({ target, shared: each.shared })),
    );
    if (others.length === 0) return notApplicable("what it names is none of these resources");
    const apart = others.filter(
      ({ target, shared }) => !(shared === "region" ? inOnePlace : inOneAccount)(set, resource, target),
    );
    return holds(
      apart.length === 0,
      `with ${others.map(({ target }) => target.address).join(", ")}`,
      `elsewhere than ${apart.map(({ target }) => target.address).join(", ")}`,
    );
  },
});

function named(set: ResourceSet, resource: Resource, { attribute, to }: Pair): readonly Resource[] {
  return all(resource, attribute).flatMap((value) => set.find(to, value, resource) ?? []);
}
