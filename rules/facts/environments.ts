import { any } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { isBlock } from "../values";

const STACK = "-mlflow";

/**
 * Ids that the environment of a resource's stack goes by: the label of its provider, and the stack's name. A label is for
 * people, and may be worded anew; none where what was read does not say.
 */
function environmentsOf(set: ResourceSet, { stack, provider }: Resource): readonly string[] {
  const values = set.stack(stack)?.providers[provider];
  const tags = values && any({ address: stack, values }, "default_tags.tags");
  const label = isBlock(tags) ? tags["ai-act:environment"] : undefined;
  if (typeof label !== "string") return [];
  return stack.endsWith(STACK) ? [label, stack.slice(0, -STACK.length)] : [label];
}

/** Whether a value is the id of a resource's environment, as far as that can be told. */
export const isOwnEnvironment = (set: ResourceSet, resource: Resource, value: unknown): boolean => {
  const own = environmentsOf(set, resource);
  return typeof value === "string" && (own.length === 0 || own.includes(value));
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
  const environments = environmentsOf(set, resource);
  if (environments.length > 0 && !environments.some((id) => name.endsWith(`-${id}-${office}`))) return false;
  return !set.whole || set.ofType("aws_iam_role").some((role) => any(role, "name") === name);
}
