import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";

/** Whether two resources are made in one region of one account. Where that is not said: by one provider. */
export const inOnePlace = (set: ResourceSet, one: Resource, other: Resource): boolean =>
  same(set.region(one), set.region(other), one, other) && inOneAccount(set, one, other);

/** Whether two resources are made in one account. Where that is not said: by one provider. */
export const inOneAccount = (set: ResourceSet, one: Resource, other: Resource): boolean =>
  same(set.account(one), set.account(other), one, other);

function same(here: string | undefined, there: string | undefined, one: Resource, other: Resource): boolean {
  if (here !== undefined && there !== undefined) return here === there;
  return one.stack === other.stack && one.provider === other.provider;
}
