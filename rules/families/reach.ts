import { groupsOf, openings, type Opening, type Part } from "../facts/security-groups";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, type JudgedBy, type Rule } from "../rule";

/** Who may reach a part of the service, and where. */
interface Reach extends Omit<JudgedBy<Resource>, "judge" | "measure" | "subjects"> {
  readonly part: Part;
  /** Parts whose groups may come in. A group that nothing uses lets nobody in. */
  readonly from: readonly Part[];
  /** Port of the part. */
  readonly port: (part: Resource) => number;
}

/** Groups of a part let in others of the service alone, by TCP, on the part's own port alone. */
export function reachedBy({ part, from, port, ...text }: Reach): Rule {
  return judging({
    ...text,
    subjects: (set) => [...groupsOf(set, part).keys()],
    judge(group, set) {
      const ports = (groupsOf(set, part).get(group) ?? []).map(port);
      const ways = openings(set, group, "ingress");
      const wrong = ways.filter((way) => !lets(set, way, from, ports));
      return holds(
        wrong.length === 0,
        from.length === 0 ? "nobody reaches it" : `reached by ${from.join(" and ")} alone`,
        `reached in other ways: ${wrong.map(inWords).join("; ")}`,
      );
    },
  });
}

/** Whether a way is to groups of these parts alone, or to groups that nothing uses, on one of these ports. */
export function lets(
  set: ResourceSet,
  { groups, others, port }: Opening,
  parts: readonly Part[],
  ports: readonly number[],
): boolean {
  const allowed = parts.flatMap((part) => [...groupsOf(set, part).keys()]);
  const isUsed = (group: Resource) => EVERY_PART.some((part) => groupsOf(set, part).has(group));
  return (
    others.length === 0 &&
    port !== undefined &&
    ports.includes(port) &&
    groups.every((group) => allowed.includes(group) || (parts.length > 0 && !isUsed(group)))
  );
}

const EVERY_PART: readonly Part[] = ["load balancer", "service", "job", "database", "endpoint"];

/** A way, for the reason of a verdict. */
export function inWords({ by, groups, others, port }: Opening): string {
  const sides = [...groups.map(({ terraformAddress }) => terraformAddress), ...others];
  return `${sides.join(", ")} on ${port === undefined ? "more than one port" : `port ${port}`} (${by})`;
}
