import { groupsOf, openings } from "../facts/security-groups";
import { flag } from "../reading";
import { holds, judging, unmet } from "../rule";

const HTTPS = 443;
const RANGE = /^\d+\.\d+\.\d+\.\d+\/(\d+)$/;

export const loadBalancerRanges = judging({
  id: "load-balancer-ranges",
  duties: ["Art15", "Art78"],
  title: "Declared ranges alone reach the load balancer, by HTTPS",
  why: "Everybody signs in at the gate, but who cannot reach it cannot try.",
  fix: "Name the ranges in mlflow.service.allowedCidrs; 0.0.0.0/0 is for a load balancer of the internet alone.",
  measure: { name: "addresses let in", unit: "addresses", better: "lower" },
  subjects: (set) => [...groupsOf(set, "load balancer").keys()],
  judge(group, set) {
    const balancers = groupsOf(set, "load balancer").get(group) ?? [];
    const ways = openings(set, group, "ingress");
    // A state tells a range twice: as a rule of its own, and read back with the group.
    const ranges = [...new Set(ways.flatMap(({ others }) => others))];
    const strange = ranges.filter((range) => !RANGE.test(range));
    if (strange.length > 0) return unmet(`no IPv4 ranges: ${strange.join(", ")}`);
    if (ways.some(({ groups }) => groups.length > 0)) return unmet("other security groups reach it");
    if (ways.some(({ port }) => port !== HTTPS)) return unmet("it is reached on other ports than 443");
    const bits = ranges.map((range) => Number(RANGE.exec(range)?.[1]));
    if (bits.includes(0) && balancers.some((each) => flag(each, "internal", false)))
      return unmet("it is internal, and open to every address");
    const addresses = bits.reduce((sum, each) => sum + 2 ** (32 - each), 0);
    return holds(ranges.length > 0, `reached from ${ranges.join(", ")}`, "nobody reaches it", addresses);
  },
});
