import { inSubnets, leadsToInternet, routesOf, routeTablesOf, subnetsOf } from "../facts/subnets";
import type { Resource } from "../resource";
import { holds, judging, notApplicable } from "../rule";

export const tasksInPrivateSubnets = judging({
  id: "tasks-in-private-subnets",
  duties: ["Art15", "Art17(1)"],
  title: "Tasks, database and endpoints are in subnets that the internet has no route to",
  why: "In a public subnet one address and one rule too many are enough to be reached past the gate.",
  fix: "Put them into subnets whose route table leads out by a NAT gateway alone.",
  subjects: inSubnets,
  judge(resource, set) {
    const subnets = subnetsOf(set, resource);
    if (subnets.length === 0) return notApplicable("its network is declared elsewhere");
    const isPublic = (subnet: Resource) => {
      const tables = routeTablesOf(set, subnet);
      const routes = tables.flatMap((table) => routesOf(set, table));
      return tables.length === 0 || routes.some((route) => leadsToInternet(set, route));
    };
    const open = subnets.filter(isPublic).map(({ terraformAddress }) => terraformAddress);
    return holds(
      open.length === 0,
      "the internet has no route to it",
      `public, or without routes of its own: ${open.join(", ")}`,
    );
  },
});
