import { all } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell } from "../values";

const TOPIC = "aws_sns_topic";

/**
 * Whether an attribute names a topic that somebody subscribes to, in whatever stack it is.
 *
 * @throws CannotTell where the topic may be in a stack that the set does not hold
 */
export function tellsPeople(set: ResourceSet, resource: Resource, attribute: string): boolean {
  const named = all(resource, attribute);
  if (named.length === 0) return false;
  const topics = named.flatMap((value) => set.find(TOPIC, value, resource) ?? []);
  if (topics.length === 0 && !set.whole)
    throw new CannotTell("its topic is none of these resources; it may be in another stack");
  const { by } = set.pointing("aws_sns_topic_subscription", "topic_arn", TOPIC);
  return topics.some(({ address }) => (by.get(address) ?? []).length > 0);
}
