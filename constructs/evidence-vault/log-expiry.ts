import { VAULT_PREFIXES, type Environment } from "../../configs";
import type { BucketLifecycleProps } from "./bucket-lifecycle";

/** Where entries of the log lie in the vault: what Datadog archives, and what emitters put there themselves. */
export const LOG_PREFIXES = [VAULT_PREFIXES.archive, VAULT_PREFIXES.late].map((prefix) => `${prefix}/`);

/** When what lies under these prefixes expires, by the environment's config; undefined where the config keeps it. */
export function logExpiry(
  { lifecycle, retention }: Environment,
  ...prefixes: string[]
): BucketLifecycleProps["expire"] {
  const { expireAfterDays } = lifecycle;
  if (expireAfterDays === "never") return undefined;
  return { prefixes, afterDays: expireAfterDays === "when-lock-ends" ? retention.log.days : expireAfterDays };
}
