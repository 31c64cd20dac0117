import { loadBalancers } from "../facts/load-balancers";
import { flag, text } from "../reading";
import { holds, judging } from "../rule";

const DESYNC: readonly string[] = ["defensive", "strictest"];

export const loadBalancerStrict = judging({
  id: "load-balancer-strict",
  duties: ["Art15", "Art17(1)"],
  title:
    "What load balancer and gate could read differently is refused, and nothing passes unseen by the firewall",
  why: "A request that two servers read differently becomes two: the second is seen by neither firewall nor gate.",
  fix: "Set drop_invalid_header_fields, desync_mitigation_mode to strictest, and leave enable_waf_fail_open off.",
  measure: { name: "strictness against desynchronization", unit: "of 2", better: "higher" },
  subjects: loadBalancers,
  judge(balancer) {
    // Both defaults are the provider's.
    const mode = text(balancer, "desync_mitigation_mode") ?? "defensive";
    const lax = [
      ...(flag(balancer, "drop_invalid_header_fields", false) ? [] : ["invalid headers pass"]),
      ...(DESYNC.includes(mode) ? [] : [`desynchronization is ${mode}`]),
      ...(flag(balancer, "enable_waf_fail_open", false)
        ? ["requests pass while the firewall does not answer"]
        : []),
    ];
    return holds(lax.length === 0, "it is strict", lax.join(", "), DESYNC.indexOf(mode) + 1);
  },
});
