import { all, any, blocks } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { Unresolved, type Readable } from "../values";

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
  set.ofType(...Object.keys(USERS)).filter((each) => all(each, USERS[each.type] ?? "").length > 0);

/** Subnets a resource is in, as far as they are in the set: those of an existing network are not. */
export const subnetsOf = (set: ResourceSet, resource: Resource): readonly Resource[] =>
  all(resource, USERS[resource.type] ?? "").flatMap((value) => set.find(SUBNET, value, resource) ?? []);

/** The route table of a subnet; `undefined` where it has none of its own, and gets the network's main one. */
export function routeTableOf(set: ResourceSet, subnet: Resource): Resource | undefined {
  const { by } = set.pointing("aws_route_table_association", "subnet_id", SUBNET);
  const [association] = by.get(subnet.address) ?? [];
  return association && set.find(TABLE, any(association, "route_table_id"), association);
}

/** Routes of a table, wherever they are written. */
export function routesOf(set: ResourceSet, table: Resource): readonly Readable[] {
  const { by } = set.pointing("aws_route", "route_table_id", TABLE);
  return [...(by.get(table.address) ?? []), ...blocks(table, "route")];
}

/** Whether a route leads straight to the internet, and back. */
export function leadsToInternet(set: ResourceSet, route: Readable): boolean {
  const gateway = any(route, "gateway_id");
  if (gateway === undefined || gateway === "") return false;
  if (set.find("aws_internet_gateway", gateway)) return true;
  const named = gateway instanceof Unresolved ? gateway.literal : gateway;
  return String(named).startsWith("igw-");
}

/** Tables by which subnets without addresses of the internet get out. */
export const privateRouteTables = (set: ResourceSet): readonly Resource[] =>
  set
    .ofType(TABLE)
    .filter((table) =>
      routesOf(set, table).some((route) => ![undefined, ""].includes(any(route, "nat_gateway_id") as string)),
    );
