import { databases } from "../facts/stores";
import { all, any, number } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

const GROUP = "aws_security_group";
const INGRESS = "aws_vpc_security_group_ingress_rule";

export const databaseReachedByService = judging({
  id: "database-reached-by-service",
  duties: ["Art78", "Art17(1)"],
  title: "A database is reached by the service's own programs, at one port",
  why: "Whoever reaches the database beside the gate needs a password only to change what the gate decided.",
  fix: "Give it the security group of the database alone, whose rules let in groups of the service at its port.",
  measure: { name: "groups that reach it", unit: "groups", better: "lower" },
  subjects: databases,
  judge(database, set) {
    const groups = all(database, "vpc_security_group_ids").map((value) => set.find(GROUP, value, database));
    if (groups.length === 0) return unmet("it is in the network's default security group");
    const rules = groups.flatMap((group) => ingressOf(set, group));
    const port = number(database, "port");
    const wide = rules.filter((rule) => !isNarrow(set, rule, port));
    if (wide.length > 0)
      return unmet(`let in by more than group and port: ${wide.map(({ address }) => address).join(", ")}`);
    return holds(rules.length > 0, `${rules.length} groups reach it`, "nobody reaches it", rules.length);
  },
});

function ingressOf(set: ResourceSet, group: Resource | undefined): readonly Resource[] {
  if (!group) throw new CannotTell("its security group is none of these resources");
  return set.pointing(INGRESS, "security_group_id", GROUP).by.get(group.address) ?? [];
}

const isNarrow = (set: ResourceSet, rule: Resource, port: number | undefined): boolean =>
  set.find(GROUP, any(rule, "referenced_security_group_id"), rule) !== undefined &&
  port !== undefined &&
  number(rule, "from_port") === port &&
  number(rule, "to_port") === port;
