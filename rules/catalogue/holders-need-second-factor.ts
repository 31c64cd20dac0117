import { allowedAmong, rolePolicies } from "../facts/roles";
import { statements } from "../policy";
import { any } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const holdersNeedSecondFactor = judging({
  id: "holders-need-second-factor",
  duties: ["Art73(6)", "Art17(1)"],
  title: "Who lifts a hold has signed in with a second factor",
  why: "A hold is lifted by a person who answers for it, not by whoever found a password.",
  fix: "Let the role be assumed only while aws:MultiFactorAuthPresent is true.",
  subjects: (set) =>
    rolePolicies(set).filter((policy) => {
      try {
        return allowedAmong(policy, ["s3:PutObjectLegalHold"]).length > 0;
      } catch (error) {
        if (error instanceof CannotTell) return false;
        throw error;
      }
    }),
  judge(policy, set) {
    const role = set.find("aws_iam_role", any(policy, "role"), policy);
    if (!role) throw new CannotTell("its role is none of these resources");
    const trusts = statements(role, "assume_role_policy").filter(({ effect }) => effect === "Allow");
    const open = trusts.filter(
      ({ conditions }) =>
        !conditions.some(
          ({ key, values }) => key === "aws:MultiFactorAuthPresent" && values.includes("true"),
        ),
    );
    return holds(
      trusts.length > 0 && open.length === 0,
      "a second factor is asked for",
      "it can be assumed without a second factor",
    );
  },
});
