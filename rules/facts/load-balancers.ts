import { any } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell } from "../values";
import { evidenceBuckets } from "./buckets";

export const loadBalancers = (set: ResourceSet): readonly Resource[] => set.ofType("aws_lb");

/** The bucket a load balancer writes its access log to; `undefined` where the set has none of that name. */
export const accessLogBucketOf = (set: ResourceSet, loadBalancer: Resource): Resource | undefined =>
  set.find("aws_s3_bucket", any(loadBalancer, "access_logs.bucket"), loadBalancer);

/** Buckets for access logs of load balancers, and for nothing that is evidence. */
export function accessLogBuckets(set: ResourceSet): readonly Resource[] {
  return set.once("access log buckets", () => {
    const evidence = evidenceBuckets(set);
    return loadBalancers(set)
      .flatMap((each) => quietly(() => accessLogBucketOf(set, each)) ?? [])
      .filter((bucket) => !evidence.includes(bucket));
  });
}

/** Where the log of a load balancer goes that cannot be told is for the rule about that load balancer to say. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CannotTell) return undefined;
    throw error;
  }
}
