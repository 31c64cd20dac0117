import { all, flag, number, text, written } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell, type Readable, type Value } from "../values";
import { allNamed } from "./named";

const GROUP = "aws_security_group";

/** What stands in a network, by the resource that names its security groups. */
export type Part = "load balancer" | "service" | "job" | "database" | "endpoint";

const PARTS: readonly { readonly part: Part; readonly type: string; readonly path: string }[] = [
  { part: "load balancer", type: "aws_lb", path: "security_groups" },
  { part: "service", type: "aws_ecs_service", path: "network_configuration.security_groups" },
  {
    part: "job",
    type: "aws_scheduler_schedule",
    path: "target.ecs_parameters.network_configuration.security_groups",
  },
  { part: "database", type: "aws_db_instance", path: "vpc_security_group_ids" },
  { part: "endpoint", type: "aws_vpc_endpoint", path: "security_group_ids" },
];

/** Resources by what they are in the network. */
export const partsOf = (set: ResourceSet, part: Part): readonly Resource[] =>
  PARTS.filter((each) => each.part === part).flatMap(({ type }) => set.ofType(type));

/** Security groups of the parts of a kind, each with the parts it is of. */
export function groupsOf(set: ResourceSet, part: Part): ReadonlyMap<Resource, readonly Resource[]> {
  return set.once(`security groups of each ${part}`, () => {
    const found = new Map<Resource, readonly Resource[]>();
    for (const { part: kind, type, path } of PARTS)
      for (const user of kind === part ? set.ofType(type) : [])
        for (const group of named(set, all(user, path), user))
          found.set(group, [...(found.get(group) ?? []), user]);
    return found;
  });
}

/** Groups that a part names and that are none of the set. @throws CannotTell where it is not known which it names */
export const strangersOf = (set: ResourceSet, user: Resource): readonly string[] =>
  PARTS.filter(({ type }) => type === user.type)
    .flatMap(({ path }) => all(user, path))
    .filter((value) => allNamed(set, GROUP, [value], user).length === 0)
    .map(String);

/** What a group is of; none where nothing uses it, yet or any more. */
export const partsIn = (set: ResourceSet, group: Resource): readonly Part[] =>
  PARTS.map(({ part }) => part).filter((part) => groupsOf(set, part).has(group));

export const securityGroups = (set: ResourceSet): readonly Resource[] => set.ofType(GROUP);

/** One way through a security group. */
export interface Opening {
  /** Address of what opens it. */
  readonly by: string;
  /** Groups of the set on the other side. */
  readonly groups: readonly Resource[];
  /** What else is on the other side: ranges, lists of them, groups of others. */
  readonly others: readonly string[];
  /** The one port it is for, by TCP; none where it is for more than that. */
  readonly port?: number;
}

/**
 * Ways into a group, or out of it, wherever they are written.
 *
 * @throws CannotTell where one cannot be read, or may be of this group
 */
export function openings(
  set: ResourceSet,
  group: Resource,
  direction: "ingress" | "egress",
): readonly Opening[] {
  const own = rulesOf(set, group, `aws_vpc_security_group_${direction}_rule`).map((rule) =>
    opening(set, group, rule, OWN),
  );
  const older = rulesOf(set, group, "aws_security_group_rule")
    .filter((rule) => text(rule, "type") === direction)
    .map((rule) => opening(set, group, rule, OLDER));
  return [...own, ...older, ...writtenIn(set, group, direction)];
}

/** Ways that are written into the group itself. */
export const writtenIn = (
  set: ResourceSet,
  group: Resource,
  direction: "ingress" | "egress",
): readonly Opening[] => written(group, direction).map((block) => opening(set, group, block, WRITTEN_IN));

interface Paths {
  readonly groups: readonly string[];
  readonly others: readonly string[];
  readonly protocol: string;
}

const RANGES = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"];
const OWN: Paths = {
  groups: ["referenced_security_group_id"],
  others: ["cidr_ipv4", "cidr_ipv6", "prefix_list_id"],
  protocol: "ip_protocol",
};
const OLDER: Paths = { groups: ["source_security_group_id"], others: RANGES, protocol: "protocol" };
const WRITTEN_IN: Paths = { groups: ["security_groups"], others: RANGES, protocol: "protocol" };

function opening(set: ResourceSet, group: Resource, rule: Readable, paths: Paths): Opening {
  const values = paths.groups.flatMap((path) => all(rule, path));
  const groups = [...named(set, values, group), ...(flag(rule, "self", false) ? [group] : [])];
  const strangers = values.filter((value) => allNamed(set, GROUP, [value], group).length === 0).map(String);
  const others = paths.others.flatMap((path) => all(rule, path).map((value) => readable(value, path)));
  const [from, to] = [number(rule, "from_port"), number(rule, "to_port")];
  const isOnePort = ["tcp", "6"].includes(text(rule, paths.protocol) ?? "") && from === to;
  return {
    by: rule.address,
    groups,
    others: [...others, ...strangers],
    ...(isOnePort && from !== undefined && { port: from }),
  };
}

function readable(value: Value, path: string): string {
  if (typeof value === "string") return value;
  throw new CannotTell(`${path} of a way through a security group is not known`);
}

function rulesOf(set: ResourceSet, group: Resource, type: string): readonly Resource[] {
  const { by, strays } = set.pointing(type, "security_group_id", GROUP);
  const stray = strays.find(({ stack }) => stack === group.stack);
  if (stray) throw new CannotTell(`${stray.address} may open it: its group is not known`);
  return by.get(group.address) ?? [];
}

const named = (set: ResourceSet, values: readonly Value[], beside: Resource): readonly Resource[] =>
  values.flatMap((value) => quietly(() => allNamed(set, GROUP, [value], beside)) ?? []);

/** A group that cannot be told is none that a rule lets pass. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CannotTell) return undefined;
    throw error;
  }
}
