import { differingRights, type Right } from "../facts/needs";
import { roleAt } from "../facts/task-needs";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet, type JudgedBy, type Rule } from "../rule";

interface Needed extends Omit<JudgedBy<Resource>, "judge" | "measure"> {
  /** Attribute that names the role. */
  readonly role: string;
  /** What the role's work needs, of all that have the role. */
  needs(set: ResourceSet, role: Resource): readonly Right[];
}

/** Rights of a role are those of its work, neither fewer nor more. */
export function exactlyNeeded({ role: attribute, needs, ...text }: Needed): Rule {
  return judging({
    ...text,
    judge(subject, set) {
      const role = roleAt(set, subject, attribute);
      if (!role) return unmet("its role is none of these resources");
      const differing = differingRights(set, role, needs(set, role));
      return holds(differing.length === 0, `${role.address} may do what it needs`, differing.join("; "));
    },
  });
}
