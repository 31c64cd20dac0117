import { isDeepStrictEqual } from "node:util";
import type { Resource } from "../rules";

/**
 * Of a way through a security group, the ranges on its other side: each range has a resource of its own, so that another
 * one is another resource. Whom it lets in is for rules about the group to say.
 */
const OTHER_SIDE: Readonly<Record<string, readonly string[]>> = {
  aws_vpc_security_group_ingress_rule: [
    "cidr_ipv4",
    "cidr_ipv6",
    "description",
    "prefix_list_id",
    "tags",
    "tags_all",
  ],
};

/** Whether one resource is declared with just the values another has: what is not known, or left to the provider, aside. */
export function sameResource(there: Resource, declared: Resource): boolean {
  if (there.type !== declared.type || there.stack !== declared.stack || there.provider !== declared.provider)
    return false;
  const open = new Set(declared.unknownPaths.map((path) => path.split(".")[0]));
  const known = Object.entries(declared.values).filter(([name, value]) => value !== null && !open.has(name));
  const free = OTHER_SIDE[there.type] ?? [];
  return (
    known.length > 0 &&
    known.every(([name, value]) => free.includes(name) || isDeepStrictEqual(value, there.values[name]))
  );
}
