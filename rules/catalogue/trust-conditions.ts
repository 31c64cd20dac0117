import { statements, type Condition } from "../policy";
import { judging, met, notApplicable } from "../rule";

export const trustConditions = judging({
  id: "trust-conditions",
  duties: ["Art12", "Art78"],
  title: "What a role asks of who takes it gets no less",
  why: "A second factor, an external id or a source asked for is what keeps a stolen key, or another customer of a service, out of the role.",
  fix: "Put the condition back into the role's trust policy.",
  measure: { name: "conditions asked of everyone", unit: "conditions", better: "higher" },
  subjects: (set) => set.ofType("aws_iam_role"),
  judge(role) {
    const trusts = statements(role, "assume_role_policy").filter(({ effect }) => effect === "Allow");
    if (trusts.length === 0) return notApplicable("nobody may assume it, as another rule says");
    const least = Math.min(...trusts.map(({ conditions }) => conditions.filter(asks).length));
    return met(`${least} conditions`, least);
  },
});

/** A switch that may also be off asks for nothing. */
const asks = ({ operator, values }: Condition): boolean =>
  !(operator.startsWith("Bool") && values.includes("false"));
