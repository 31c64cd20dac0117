/**
 * Differences between what a provider writes and what is meant. Reviewed row by row: a row is here because somebody read
 * why. A row says how a difference is called; it never keeps a rule from judging the values.
 */
export interface KnownDifference {
  /**
   * - `unset`: the provider writes zero, false, an empty text or nothing for "not set";
   * - `unordered`: a list whose order means nothing;
   * - `terraform-only`: an instruction to the provider, which the service does not keep and cannot be read back.
   */
  readonly kind: "unset" | "unordered" | "terraform-only";
  readonly type: string;
  /** Dotted, list positions left out. */
  readonly path: string;
  readonly why: string;
  /** Where that was read. */
  readonly source: string;
}

const DOCS = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources";

const ON_DESTRUCTION = "says what the provider does on destruction, and is kept in the state only";

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  ...[
    "aws_athena_workgroup",
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_event_target",
    "aws_s3_bucket",
  ].map((type) => terraformOnly(type, "force_destroy", ON_DESTRUCTION)),
  terraformOnly("aws_iam_role", "force_detach_policies", ON_DESTRUCTION),
  terraformOnly("aws_kms_key", "deletion_window_in_days", ON_DESTRUCTION),
  terraformOnly(
    "aws_kms_key",
    "bypass_policy_lockout_safety_check",
    "says how the provider puts a policy, and is kept in the state only",
  ),
  terraformOnly("aws_secretsmanager_secret", "recovery_window_in_days", ON_DESTRUCTION),
  ...["days", "years"].map((unit) =>
    unset(
      "aws_s3_bucket_object_lock_configuration",
      `rule.default_retention.${unit}`,
      "a retention has days or years; the other one is written as zero",
    ),
  ),
  ...["days", "date", "expired_object_delete_marker"].map((name) =>
    unset(
      "aws_s3_bucket_lifecycle_configuration",
      `rule.expiration.${name}`,
      "an expiration has one of days, date and marker; the others are written as zero or false",
    ),
  ),
  ...["days", "date"].map((name) =>
    unset(
      "aws_s3_bucket_lifecycle_configuration",
      `rule.transition.${name}`,
      "a transition has days or a date; the other one is written as zero",
    ),
  ),
  unset(
    "aws_s3_bucket_versioning",
    "versioning_configuration.mfa_delete",
    "left out where it was never set, which is the same as disabled",
  ),
  unset(
    "aws_s3_bucket_server_side_encryption_configuration",
    "rule.bucket_key_enabled",
    "read back as false where it was never set: only encryption with a key of KMS has one",
  ),
  ...["equals", "starts_with", "ends_with", "not_equals", "not_starts_with", "not_ends_with"].map((name) =>
    unordered(
      "aws_cloudtrail",
      `advanced_event_selector.field_selector.${name}`,
      "any one of the values matches",
    ),
  ),
  unordered("aws_cloudtrail", "event_selector.data_resource.values", "each is logged by itself"),
];

function terraformOnly(type: string, path: string, why: string): KnownDifference {
  return { kind: "terraform-only", type, path, why, source: pageOf(type) };
}

function unset(type: string, path: string, why: string): KnownDifference {
  return { kind: "unset", type, path, why, source: pageOf(type) };
}

function unordered(type: string, path: string, why: string): KnownDifference {
  return { kind: "unordered", type, path, why, source: pageOf(type) };
}

function pageOf(type: string): string {
  return `${DOCS}/${type.replace(/^aws_/, "")}`;
}

/** Each way of a block of a security group, which names several partners at once. */
function openingsOf(block: unknown): readonly string[] {
  const { cidr_blocks, ipv6_cidr_blocks, prefix_list_ids, security_groups, self, ...way } = block as Record<
    string,
    unknown
  >;
  const partners = [cidr_blocks, ipv6_cidr_blocks, prefix_list_ids, security_groups].flatMap(
    (each) => each ?? [],
  );
  return [...partners, ...(self === true ? ["self"] : [])].map((partner) =>
    opening(way["protocol"], way, partner),
  );
}

function openingOf(rule: unknown): string | undefined {
  if (typeof rule !== "object" || rule === null) return undefined;
  const way = rule as Record<string, unknown>;
  const partners = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];
  const partner = partners.map((name) => way[name]).find((each) => typeof each === "string" && each !== "");
  return opening(way["ip_protocol"], way, partner);
}

/** All protocols have no ports, and the two resources write that differently. */
const opening = (protocol: unknown, way: Record<string, unknown>, partner: unknown): string =>
  JSON.stringify(
    protocol === "-1" ? [protocol, partner] : [protocol, way["from_port"], way["to_port"], partner],
  );

const BY_PLACE = new Map(KNOWN_DIFFERENCES.map((each) => [`${each.type} ${each.path}`, each]));

/** The row about an attribute; `path` is dotted, list positions left out. */
export function knownDifference(type: string, path: string): KnownDifference | undefined {
  return BY_PLACE.get(`${type} ${path}`);
}

/**
 * An attribute that repeats what a resource of its own configures. It differs whenever that one does, and says nothing
 * more, as long as that one is there.
 */
export interface Mirror {
  readonly type: string;
  readonly path: string;
  /** Type of the resource that is repeated. */
  readonly of: string;
  /** Its attribute that names the resource with the mirror. */
  readonly via: string;
  /**
   * Where one attribute repeats several resources: what is repeated of each, in the mirror (`""`: the item itself) and in
   * the resource. One that no such resource accounts for is no noise: somebody added it.
   */
  readonly each?: { readonly item: string; readonly attribute: string };
  /** The same, where an item repeats several resources at once. */
  readonly eachOf?: {
    /** What an item repeats. */
    readonly item: (item: unknown) => readonly string[];
    readonly resource: (resource: unknown) => string | undefined;
  };
}

const OF_BUCKETS: Readonly<Record<string, string>> = {
  acceleration_status: "aws_s3_bucket_accelerate_configuration",
  acl: "aws_s3_bucket_acl",
  cors_rule: "aws_s3_bucket_cors_configuration",
  grant: "aws_s3_bucket_acl",
  lifecycle_rule: "aws_s3_bucket_lifecycle_configuration",
  logging: "aws_s3_bucket_logging",
  object_lock_configuration: "aws_s3_bucket_object_lock_configuration",
  policy: "aws_s3_bucket_policy",
  replication_configuration: "aws_s3_bucket_replication_configuration",
  request_payer: "aws_s3_bucket_request_payment_configuration",
  server_side_encryption_configuration: "aws_s3_bucket_server_side_encryption_configuration",
  versioning: "aws_s3_bucket_versioning",
  website: "aws_s3_bucket_website_configuration",
};

/** @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket */
export const MIRRORS: readonly Mirror[] = [
  ...Object.entries(OF_BUCKETS).map(([path, of]) => ({ type: "aws_s3_bucket", path, of, via: "bucket" })),
  {
    type: "aws_iam_role",
    path: "inline_policy",
    of: "aws_iam_role_policy",
    via: "role",
    each: { item: "name", attribute: "name" },
  },
  {
    type: "aws_iam_role",
    path: "managed_policy_arns",
    of: "aws_iam_role_policy_attachment",
    via: "role",
    each: { item: "", attribute: "policy_arn" },
  },
  { type: "aws_kms_key", path: "policy", of: "aws_kms_key_policy", via: "key_id" },
  { type: "aws_sns_topic", path: "policy", of: "aws_sns_topic_policy", via: "arn" },
  {
    type: "aws_secretsmanager_secret",
    path: "policy",
    of: "aws_secretsmanager_secret_policy",
    via: "secret_arn",
  },
  {
    type: "aws_eip",
    path: "network_interface",
    of: "aws_nat_gateway",
    via: "allocation_id",
    each: { item: "", attribute: "network_interface_id" },
  },
  {
    type: "aws_route_table",
    path: "route",
    of: "aws_route",
    via: "route_table_id",
    each: { item: "cidr_block", attribute: "destination_cidr_block" },
  },
  ...(["ingress", "egress"] as const).map((path) => ({
    type: "aws_security_group",
    path,
    of: `aws_vpc_security_group_${path}_rule`,
    via: "security_group_id",
    eachOf: { item: openingsOf, resource: openingOf },
  })),
];
