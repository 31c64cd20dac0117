import { any, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell } from "../values";

/**
 * Region and account of a resource, as ARNs have them.
 *
 * @throws CannotTell where either is not known
 */
export function placeOf(set: ResourceSet, resource: Resource): string {
  const [region, account] = [set.region(resource), set.account(resource)];
  if (region === undefined || account === undefined)
    throw new CannotTell("region or account are not known here");
  return `${region}:${account}`;
}

/** ARN of a service of ECS. */
export function serviceArn(set: ResourceSet, service: Resource): string {
  const cluster = set.find("aws_ecs_cluster", any(service, "cluster"), service);
  const names = [cluster && text(cluster, "name"), text(service, "name")];
  return `arn:aws:ecs:${placeOf(set, service)}:service/${names.join("/")}`;
}
