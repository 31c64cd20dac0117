import { any, text } from "../reading";
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

const RULES = ["aws_lb_listener_rule", "aws_alb_listener_rule"];

/**
 * Rules of a listener, in whatever stack: by reference, or by its ARN, which has the load balancer's name in it.
 *
 * @throws CannotTell where a rule may be of it
 */
export function listenerRules(set: ResourceSet, listener: Resource): readonly Resource[] {
  const balancer = set.find("aws_lb", any(listener, "load_balancer_arn"), listener);
  const inArn = balancer && `:listener/app/${text(balancer, "name")}/`;
  return RULES.flatMap((type) => {
    const { by, strays } = set.pointing(type, "listener_arn", "aws_lb_listener");
    const stray = strays.find(({ stack }) => stack === listener.stack);
    if (stray) throw new CannotTell(`${stray.address} may be a rule of it: that is not known`);
    const written = set.ofType(type).filter((rule) => {
      const named = any(rule, "listener_arn");
      return inArn !== undefined && typeof named === "string" && named.includes(inArn);
    });
    return [...new Set([...(by.get(listener.address) ?? []), ...written])];
  });
}
