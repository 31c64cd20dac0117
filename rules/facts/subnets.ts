import { all, any, written } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { isLeftToProvider, Unresolved, type Readable } from "../values";
import { allNamed } from "./named";

const SUBNET = "aws_subnet";
const TABLE = "aws_route_table";
const USERS: Readonly<Record<string, string>> = {
  aws_db_subnet_group: "subnet_ids",
  aws_ecs_service: "network_configuration.subnets",
  aws_scheduler_schedule: "target.ecs_parameters.network_configuration.subnets",
  aws_vpc_endpoint: "subnet_ids",
};

/** What holds tasks, a database or endpoints, and the subnets of the set that it is in. */
export const inSubnets = (set: ResourceSet): readonly Resource[] =>
  set
    .ofType(...Object.keys(USERS))
    .filter((each) => all(each, USERS[each.type] ?? "").some((value) => !isLeftToProvider(value)));

/** Subnets a resource is in, as far as they are in the set: those of an existing network are not. */
export const subnetsOf = (set: ResourceSet, resource: Resource): readonly Resource[] =>
  allNamed(set, SUBNET, all(resource, USERS[resource.type] ?? ""), resource);

/** Route tables of a subnet, of which AWS takes one; none where it gets the network's main one. */
export function routeTablesOf(set: ResourceSet, subnet: Resource): readonly Resource[] {
  const { by } = set.pointing("aws_route_table_association", "subnet_id", SUBNET);
  return (by.get(subnet.address) ?? []).flatMap(
    (association) => set.find(TABLE, any(association, "route_table_id"), association) ?? [],
  );
}

/** Routes of a table, wherever they are written. */
export function routesOf(set: ResourceSet, table: Resource): readonly Readable[] {
  const { by } = set.pointing("aws_route", "route_table_id", TABLE);
  return [...(by.get(table.address) ?? []), ...written(table, "route")];
}

/** Whether a route leads straight to the internet, and back. */
export function leadsToInternet(set: ResourceSet, route: Readable): boolean {
  const gateway = any(route, "gateway_id");
  if (gateway === undefined || gateway === "") return false;
  if (set.find("aws_internet_gateway", gateway)) return true;
  const named = gateway instanceof Unresolved ? gateway.literal : gateway;
  return String(named).startsWith("igw-");
}

/** Whether a route leads out by a NAT gateway, by which nobody gets in. */
export function leadsToNat(route: Readable): boolean {
  const gateway = any(route, "nat_gateway_id");
  return gateway !== undefined && gateway !== "";
}
