import { statements, type Statement } from "../policy";
import { holds, judging } from "../rule";

export const logDeliveryBound = judging({
  id: "log-delivery-bound",
  duties: ["Art15", "Art78"],
  title: "Services write into log groups for this account alone, and nobody else does",
  why: "A service is the same for everybody: without the condition, another customer's use of it writes into our logs.",
  fix: "Name a service, the calls to write, the log group, and ask for aws:SourceAccount.",
  subjects: (set) => set.ofType("aws_cloudwatch_log_resource_policy"),
  judge(policy, set) {
    const account = set.account(policy);
    const open = statements(policy, "policy_document").filter(
      (right) => right.effect === "Allow" && !isBound(right, account),
    );
    const who = open.flatMap(({ principals }) => principals);
    return holds(open.length === 0, "for this account alone", `open to ${who.join(", ")}`);
  },
});

const isBound = (right: Statement, account: string | undefined): boolean =>
  !right.everyone &&
  right.principals.every((principal) => principal.endsWith(".amazonaws.com")) &&
  right.actions.every((action) => !action.includes("*")) &&
  right.resources.every((resource) => resource !== "*") &&
  right.conditions.some(
    ({ operator, key, values }) =>
      operator === "StringEquals" &&
      key.toLowerCase() === "aws:sourceaccount" &&
      values.every((value) => account === undefined || value === account),
  );
