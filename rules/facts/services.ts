import { all, any, blocks, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell, type Readable } from "../values";

export const services = (set: ResourceSet): readonly Resource[] => set.ofType("aws_ecs_service");

/** The task definition of a service. @throws CannotTell when it is not known */
export const taskOfService = (set: ResourceSet, service: Resource): Resource | undefined =>
  set.find("aws_ecs_task_definition", any(service, "task_definition"), service);

/** Where tasks are started: their groups and subnets, and whether they get an address of the internet. */
export const networkOf = (started: Readable, path: string): Readable | undefined => blocks(started, path)[0];

const INGRESS = "aws_vpc_security_group_ingress_rule";

/**
 * Rules that let something into the security groups of a task.
 *
 * @returns `undefined` where it has no group of the set, so that the network's own decides
 */
export function ingressOf(
  set: ResourceSet,
  network: Readable,
  beside: Resource,
): readonly Resource[] | undefined {
  const groups = all(network, "security_groups").map((value) =>
    set.find("aws_security_group", value, beside),
  );
  if (groups.length === 0 || groups.some((group) => group === undefined)) return undefined;
  const { by, strays } = set.pointing(INGRESS, "security_group_id", "aws_security_group");
  if (strays.some(({ stack }) => stack === beside.stack))
    throw new CannotTell("a rule lets something into a group that is not known");
  return groups.flatMap((group) => by.get(group?.address ?? "") ?? []);
}

/** Subnets of the set by whether they have addresses of the internet; what is elsewhere is its owner's. */
export function publicSubnets(
  set: ResourceSet,
  network: Readable,
  beside: Resource,
): readonly (Resource | undefined)[] {
  const ways = set.pointing("aws_route_table_association", "subnet_id", "aws_subnet").by;
  const routes = set.pointing("aws_route", "route_table_id", "aws_route_table").by;
  return all(network, "subnets")
    .map((value) => set.find("aws_subnet", value, beside))
    .filter((subnet) =>
      (ways.get(subnet?.address ?? "") ?? []).some((association) => {
        const table = set.find("aws_route_table", any(association, "route_table_id"), association);
        return (routes.get(table?.address ?? "") ?? []).some(
          (route) => any(route, "gateway_id") !== undefined,
        );
      }),
    );
}

/** Bounds within which a service is scaled. */
export const scalingOf = (set: ResourceSet, service: Resource): Resource | undefined =>
  set.ofType("aws_appautoscaling_target").find((target) => {
    if (target.stack !== service.stack) return false;
    const named = text(target, "resource_id")?.split("/").at(-1);
    return (
      named === text(service, "name") && text(target, "scalable_dimension") === "ecs:service:DesiredCount"
    );
  });
