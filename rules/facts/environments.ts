import { any } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { isBlock } from "../values";

/** Id of the environment that a resource's stack is of; none where what was read does not say. */
function environmentOf(set: ResourceSet, { stack, provider }: Resource): string | undefined {
  const values = set.stack(stack)?.providers[provider];
  const tags = values && any({ address: stack, values }, "default_tags.tags");
  const environment = isBlock(tags) ? tags["ai-act:environment"] : undefined;
  return typeof environment === "string" ? environment : undefined;
}

/** Whether a value is the id of a resource's environment, as far as that can be told. */
export const isOwnEnvironment = (set: ResourceSet, resource: Resource, value: unknown): boolean => {
  const own = environmentOf(set, resource);
  return typeof value === "string" && (own === undefined || own === value);
};

/**
 * Whether a text is the ARN of the role of the vault with this office, in a resource's own account and environment. The
 * vault is another stack: in a part of the stacks its name alone is asked for.
 */
export function isVaultRole(set: ResourceSet, resource: Resource, arn: unknown, office: string): boolean {
  const [, account, name = ""] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(String(arn)) ?? [];
  const own = set.account(resource);
  if (account === undefined || (own !== undefined && own !== account)) return false;
  if (!name.endsWith(`-${office}`)) return false;
  const environment = environmentOf(set, resource);
  if (environment !== undefined && !name.endsWith(`-${environment}-${office}`)) return false;
  return !set.whole || set.ofType("aws_iam_role").some((role) => any(role, "name") === name);
}
