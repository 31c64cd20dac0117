import { accessLogBucketOf, loadBalancers } from "../facts/load-balancers";
import { flag } from "../reading";
import { holds, judging, unmet } from "../rule";

export const accessLogOn = judging({
  id: "access-log-on",
  duties: ["Art15", "Art17(1)"],
  title: "The load balancer writes down every request, into a bucket of ours",
  why: "The gate records decisions; who tried, from where and how often stands in the access log alone.",
  fix: "Enable access_logs with the environment's bucket for them.",
  subjects: loadBalancers,
  judge(balancer, set) {
    if (!flag(balancer, "access_logs.enabled", false)) return unmet("its access log is off");
    return holds(
      accessLogBucketOf(set, balancer) !== undefined,
      "every request, in a bucket of ours",
      "its access log goes to no bucket of ours",
    );
  },
});
