import { allowedAmong, rolePolicies } from "../facts/roles";
import type { Resource } from "../resource";
import { holds, judging, type JudgedBy, type Rule } from "../rule";

/** Calls that no role, user or group is given. */
export function givenToNobody(
  text: Omit<JudgedBy<Resource>, "judge" | "subjects">,
  calls: readonly string[],
): Rule {
  return judging({
    ...text,
    subjects: rolePolicies,
    judge(policy) {
      const given = allowedAmong(policy, calls);
      return holds(given.length === 0, "gives none of these rights", `gives ${given.join(", ")}`);
    },
  });
}
