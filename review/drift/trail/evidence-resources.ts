import type { Resource, ResourceSet } from "../../../rules";
import { all } from "../../../rules/reading";
import { Unresolved } from "../../../rules/values";
import { typesOf } from "./attribute";
import type { Call } from "./call";
import { CALLS_BY_TYPE } from "./calls-by-type";
import { namesIn, type CalledName } from "./named-by";

/** A resource of the stacks, as calls name it. */
export interface EvidenceResource {
  /** `<stack>/<Terraform address>`. */
  readonly address: string;
  readonly terraformAddress: string;
  readonly stack: string;
  readonly type: string;
  /** As far as they can be told. */
  readonly region: string | undefined;
  readonly account: string | undefined;
}

/** Attributes a call may name a resource by. */
const NAMES = [
  "bucket",
  "id",
  "arn",
  "key_id",
  "name",
  "alarm_name",
  "rule",
  "role",
  "topic_arn",
  "identifier",
  "family",
  "resource_id",
  "policy_name",
  "security_group_id",
  "repository",
] as const;

/** Attributes among them that name something else. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_event_target: ["arn", "id"],
  aws_db_parameter_group: ["family"],
  aws_iam_role_policy: ["name"],
  aws_s3_bucket_inventory: ["name"],
  aws_s3_bucket_replication_configuration: ["role"],
};

/** Resources that go by the name of another one: by type, the attribute that leads there, and the type it leads to. */
const BORROWED = [
  ["aws_sns_topic_policy", "arn", "aws_sns_topic"],
  ["aws_sns_topic_subscription", "topic_arn", "aws_sns_topic"],
  ["aws_appautoscaling_policy", "resource_id", "aws_appautoscaling_target"],
  ["aws_backup_vault_lock_configuration", "backup_vault_name", "aws_backup_vault"],
  ["aws_ecr_lifecycle_policy", "repository", "aws_ecr_repository"],
  ["aws_secretsmanager_secret_policy", "secret_arn", "aws_secretsmanager_secret"],
  ["aws_secretsmanager_secret_version", "secret_id", "aws_secretsmanager_secret"],
  ["aws_vpc_security_group_egress_rule", "security_group_id", "aws_security_group"],
  ["aws_vpc_security_group_ingress_rule", "security_group_id", "aws_security_group"],
  ["aws_wafv2_web_acl_logging_configuration", "resource_arn", "aws_wafv2_web_acl"],
] as const;

/** Resources of synthesized stacks, found by what a call names. */
export class EvidenceResources {
  readonly resources: readonly EvidenceResource[];
  private readonly byName = new Map<string, Set<EvidenceResource>>();

  /**
   * @param declared the synthesized stacks
   * @param states states of the same stacks, which know the ids that AWS and Datadog made up
   */
  constructor(
    declared: ResourceSet,
    private readonly states?: ResourceSet,
  ) {
    const managed = declared.resources.filter(({ mode }) => mode === "managed");
    const known = new Map(managed.map((resource) => [resource.address, this.known(declared, resource)]));
    this.resources = [...known.values()];
    const names = (resource: Resource) =>
      [resource, states?.at(resource.address)].flatMap((each) => (each ? namesOf(each) : []));
    const add = (address: string, all: readonly string[]) => {
      const resource = known.get(address);
      for (const name of resource ? all : [])
        this.byName.set(name, (this.byName.get(name) ?? new Set()).add(resource as EvidenceResource));
    };
    for (const resource of managed) add(resource.address, names(resource));
    for (const [type, attribute, to] of BORROWED)
      for (const [owner, borrowers] of declared.pointing(type, attribute, to).by)
        for (const { address } of borrowers) add(address, declaredNames(declared, owner, names));
    // A key's id is AWS's to choose: where no state tells it, the key goes by its aliases.
    for (const [key, aliases] of declared.pointing("aws_kms_alias", "target_key_id", "aws_kms_key").by)
      add(key, aliases.flatMap(names));
  }

  /** Resources a call is about: those of a type it changes, or, of a call that is not known, whatever it names. */
  about(call: Call): readonly EvidenceResource[] {
    const named = this.named(call);
    const types = typesOf(call);
    const ofTypes = named.filter(({ type }) => types.includes(type));
    if (ofTypes.length > 0) return ofTypes;
    const wholes = named.filter(({ type }) => !type.startsWith("aws_s3_bucket_"));
    return wholes.length > 0 ? wholes : named;
  }

  /** Whether the ids of all resources of a type are known, so that a call on another one is not on ours. */
  knowsAll(type: string): boolean {
    return this.resources.every(
      (resource) => resource.type !== type || this.states?.at(resource.address) !== undefined,
    );
  }

  private named(call: Call): readonly EvidenceResource[] {
    const found = new Set<EvidenceResource>();
    for (const name of namesIn(call))
      for (const resource of this.byName.get(name.name) ?? [])
        if (isServedBy(resource, call) && isThere(resource, name, call)) found.add(resource);
    return [...found];
  }

  private known(declared: ResourceSet, resource: Resource): EvidenceResource {
    const { address, terraformAddress, stack, type } = resource;
    return {
      ...{ address, terraformAddress, stack, type },
      region: declared.region(resource),
      account: declared.account(resource),
    };
  }
}

const declaredNames = (
  declared: ResourceSet,
  address: string,
  names: (resource: Resource) => readonly string[],
): readonly string[] => {
  const resource = declared.at(address);
  return resource ? names(resource) : [];
};

/** Whether a call's service is the one that keeps the resource: a role may be called as a bucket is. */
function isServedBy({ type }: EvidenceResource, call: Call): boolean {
  if (call.log === "datadog-audit") return type.startsWith("datadog_");
  if (type.startsWith("aws_s3_bucket")) return call.service === "s3";
  const known = CALLS_BY_TYPE[type];
  // Of a type that is not in the table an ARN must do: it tells the service itself.
  return known ? known.service === call.service : type.startsWith("aws_") && call.arns.length > 0;
}

/** Services without regions are called in one that is not the resource's. */
const WORLDWIDE: ReadonlySet<string> = new Set(["iam", "organizations", "budgets"]);

/** Whether the call went where the resource is, as far as both tell. */
function isThere(resource: EvidenceResource, name: CalledName, call: Call): boolean {
  const region = WORLDWIDE.has(call.service) ? undefined : (name.region ?? call.region);
  const account = name.account ?? call.account;
  const differ = (one: string | undefined, other: string | undefined) =>
    one !== undefined && other !== undefined && one !== other;
  return !differ(resource.region, region) && !differ(resource.account, account);
}

function namesOf(resource: Resource): readonly string[] {
  const { type } = resource;
  // A table's name says nothing without its database's.
  if (type === "aws_glue_catalog_table")
    return textsAt(resource, "database_name").flatMap((database) =>
      textsAt(resource, "name").map((table) => `${database}:${table}`),
    );
  const own = NAMES.filter((attribute) => !OTHERS[type]?.includes(attribute));
  return own.flatMap((attribute) => textsAt(resource, attribute)).filter((name) => name !== "");
}

/** The texts at an attribute that can be told: a hole names nothing. */
function textsAt(resource: Resource, attribute: string): readonly string[] {
  return all(resource, attribute).flatMap((value) => {
    const told = value instanceof Unresolved ? value.literal : value;
    return typeof told === "string" ? [told] : [];
  });
}
