import type { Environment } from "../../configs";
import type { BucketLifecycleProps } from "./bucket-lifecycle";

/** When what lies under `prefix` expires, by the environment's config; undefined where the config keeps it. */
export function logExpiry(
  { lifecycle, retention }: Environment,
  prefix: string,
): BucketLifecycleProps["expire"] {
  const { expireAfterDays } = lifecycle;
  if (expireAfterDays === "never") return undefined;
  return { prefix, afterDays: expireAfterDays === "when-lock-ends" ? retention.log.days : expireAfterDays };
}
