import type { Call } from "./call";
import { CALLS_BY_TYPE } from "./calls-by-type";
import { configuredBy } from "./types-by-call";

/** Resources whose ids AWS makes up, and by which alone calls name them. A state knows the ids. */
const NAMED_BY_AWS: Readonly<Record<string, string>> = {
  aws_kms_key: "key",
  aws_flow_log: "flow log",
  aws_lb: "load balancer",
  aws_lb_listener: "listener",
  aws_lb_target_group: "target group",
  aws_route_table: "route table",
  aws_security_group: "security group",
  aws_vpc_endpoint: "endpoint",
};

/** Calls on keys that take evidence away, or open it: of a key's many others nothing is lost. */
const OF_KEYS: ReadonlySet<string> = new Set([
  "CreateGrant",
  "DeleteImportedKeyMaterial",
  "DeleteKey",
  "DisableKey",
  "DisableKeyRotation",
  "PutKeyPolicy",
  "ScheduleKeyDeletion",
  "UpdatePrimaryRegion",
]);

/**
 * What a call changes of which it cannot be told whose it is; `undefined` where that can be told, or nothing is changed.
 *
 * @param knowsAll whether the ids of all resources of a type are known
 */
export function strangerTo(
  { service, name }: Pick<Call, "service" | "name">,
  knowsAll: (type: string) => boolean,
): string | undefined {
  if (service === "kms") return OF_KEYS.has(name) && !knowsAll("aws_kms_key") ? "key" : undefined;
  const type = configuredBy(service, name).find(
    (each) => each in NAMED_BY_AWS && !isMaking(each, name) && !knowsAll(each),
  );
  return type === undefined || name.endsWith("Tags") ? undefined : NAMED_BY_AWS[type];
}

/** What is made new is no resource of the stacks. */
const isMaking = (type: string, name: string): boolean => CALLS_BY_TYPE[type]?.makes?.includes(name) ?? false;
