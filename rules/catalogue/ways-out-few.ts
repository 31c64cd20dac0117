import { groupsOf, openings, type Opening, type Part } from "../facts/security-groups";
import { inWords, lets } from "../families/reach";
import { number } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";

const HTTPS = 443;
const POSTGRES = 5432;
const TASKS: readonly Part[] = ["service", "job"];
const NO_WAY_OUT: readonly Part[] = ["database", "endpoint"];

export const waysOutFew = judging({
  id: "ways-out-few",
  duties: ["Art15", "Art78"],
  title: "What is taken over cannot carry data out by any way it likes",
  why: "Tasks need the database and HTTPS, the load balancer the gate, the database nothing: every other way out is one for an attacker.",
  fix: "Let security groups out to the groups they work with alone, and tasks to port 443.",
  subjects: (set) => [...new Set(ALL.flatMap((part) => [...groupsOf(set, part).keys()]))],
  judge(group, set) {
    const wrong = openings(set, group, "egress").filter((way) => !isNeeded(set, group, way));
    return holds(
      wrong.length === 0,
      "it needs every way out",
      `other ways out: ${wrong.map(inWords).join("; ")}`,
    );
  },
});

const ALL: readonly Part[] = ["load balancer", ...TASKS, ...NO_WAY_OUT];

/** Whether every part that has the group needs the way. */
function isNeeded(set: ResourceSet, group: Resource, way: Opening): boolean {
  const parts = ALL.filter((part) => groupsOf(set, part).has(group));
  return parts.every((part) => {
    if (NO_WAY_OUT.includes(part)) return false;
    if (part === "load balancer") return lets(set, way, ["service"], gatePorts(set));
    return way.port === HTTPS || lets(set, way, ["database"], databasePorts(set));
  });
}

/** Before the first images are there, no service says where the gate listens. */
const gatePorts = (set: ResourceSet): readonly number[] =>
  [...set.ofType("aws_ecs_service"), ...set.ofType("aws_lb_target_group")].flatMap(
    (each) => number(each, "load_balancer.container_port") ?? number(each, "port") ?? [],
  );

const databasePorts = (set: ResourceSet): readonly number[] =>
  set.ofType("aws_db_instance").map((database) => number(database, "port") ?? POSTGRES);
