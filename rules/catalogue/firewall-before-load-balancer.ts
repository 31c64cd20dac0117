import { any } from "../reading";
import { holds, judging, unmet } from "../rule";
import { loadBalancers } from "../facts/load-balancers";

export const firewallBeforeLoadBalancer = judging({
  id: "firewall-before-load-balancer",
  duties: ["Art15"],
  title: "A firewall stands before the load balancer",
  why: "Without it floods and known attacks reach the gate itself.",
  fix: "Associate the environment's aws_wafv2_web_acl with the load balancer.",
  subjects: loadBalancers,
  judge(balancer, set) {
    const { by, strays } = set.pointing("aws_wafv2_web_acl_association", "resource_arn", "aws_lb");
    const [association] = by.get(balancer.address) ?? strays.filter(({ stack }) => stack === balancer.stack);
    if (!association) return unmet("no firewall is associated with it");
    return holds(
      set.find("aws_wafv2_web_acl", any(association, "web_acl_arn"), association) !== undefined,
      "one of ours",
      "its firewall is none of ours",
    );
  },
});
