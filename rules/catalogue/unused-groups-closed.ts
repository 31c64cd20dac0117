import { openings, partsIn, securityGroups, writtenIn } from "../facts/security-groups";
import { holds, judging, notApplicable } from "../rule";

const DEFAULT = "aws_default_security_group";

export const unusedGroupsClosed = judging({
  id: "unused-groups-closed",
  duties: ["Art15"],
  title: "Security groups that nothing uses let no range in, and the default one nothing at all",
  why: "What is put into the network without a thought gets such a group: it must not be open before anybody looks.",
  fix: "Take the rules out of the group; declare the network's aws_default_security_group without any.",
  subjects: (set) => [...securityGroups(set), ...set.ofType(DEFAULT)],
  judge(group, set) {
    if (group.type === DEFAULT) {
      const ways = [...writtenIn(set, group, "ingress"), ...writtenIn(set, group, "egress")];
      return holds(ways.length === 0, "it lets nothing through", `it has ${ways.length} rules`);
    }
    if (partsIn(set, group).length > 0) return notApplicable("it is used: other rules judge it");
    const ranges = openings(set, group, "ingress").flatMap(({ others }) => others);
    return holds(ranges.length === 0, "it lets no range in", `it lets in ${ranges.join(", ")}`);
  },
});
