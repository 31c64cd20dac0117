import { groupsOf, partsOf, strangersOf, type Part } from "../facts/security-groups";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

const PARTS: readonly Part[] = ["load balancer", "service", "job", "database", "endpoint"];

export const ownSecurityGroups = judging({
  id: "own-security-groups",
  duties: ["Art15", "Art17(1)"],
  title: "Everything in the network has a security group that is judged here",
  why: "Without a group of its own a resource gets the network's default one; of a group elsewhere nobody knows what it lets in.",
  fix: "Name the security group of the part.",
  subjects: (set) =>
    // An endpoint of the gateway kind is a route, and has none.
    PARTS.flatMap((part) => partsOf(set, part)).filter(
      (each) => each.type !== "aws_vpc_endpoint" || text(each, "vpc_endpoint_type") === "Interface",
    ),
  judge(resource, set) {
    const groups = PARTS.flatMap((part) =>
      [...groupsOf(set, part)].filter(([, users]) => users.includes(resource)).map(([group]) => group),
    );
    if (groups.length === 0) return unmet("it has no security group of ours");
    // Of several groups each lets in what it will.
    const strangers = strangersOf(set, resource);
    const names = groups.map(({ terraformAddress }) => terraformAddress);
    return holds(
      strangers.length === 0,
      `it has ${names.join(", ")}`,
      `it has ${strangers.join(", ")}, too, which is judged nowhere`,
    );
  },
});
