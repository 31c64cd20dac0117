import { may, policiesOf } from "../facts/rights";
import { concerns, holdsFor, statements } from "../policy";
import { any, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

const FLOW_LOGS = "vpc-flow-logs.amazonaws.com";
const WRITES = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"];
const LOOKS = "logs:DescribeLogGroups";

export const flowLogMayWrite = judging({
  id: "flow-log-may-write",
  duties: ["Art12", "Art15", "Art17(1)"],
  title: "The record of connections may be written",
  why: "A flow log that may not write goes on being there, and records nothing.",
  fix: "Let vpc-flow-logs.amazonaws.com take the role for this account, and the role write into the log group.",
  subjects: (set) => set.ofType("aws_flow_log"),
  judge(log, set) {
    const role = set.find("aws_iam_role", any(log, "iam_role_arn"), log);
    const group = set.find("aws_cloudwatch_log_group", any(log, "log_destination"), log);
    if (!role || !group) throw new CannotTell("its role or log group is none of these resources");
    const policies = policiesOf(set, text(role, "name") ?? "");
    const arn = groupArn(set, log, group);
    const needed = [...WRITES.map((call) => ({ call, on: `${arn}:*` })), { call: LOOKS, on: `${arn}:*` }];
    const missing = needed
      .filter(({ call, on }) => !policies.some((policy) => may(policy, call, on)))
      .map(({ call }) => call);
    if (missing.length > 0) return unmet(`its role lacks ${missing.join(", ")}`);
    if (!taken(set, log, role)) return unmet("flow logs of this account may not take its role");
    const others = statements(role, "assume_role_policy").some(({ conditions }) =>
      conditions.some(
        ({ key, values }) =>
          key.toLowerCase() === "aws:sourceaccount" && values.some((value) => value !== set.account(log)),
      ),
    );
    return holds(!others, "it may", "flow logs of other accounts may take its role");
  },
});

function groupArn(set: ResourceSet, log: Resource, group: Resource): string {
  const [region, account, name] = [set.region(log), set.account(log), text(group, "name")];
  if (region === undefined || account === undefined || name === undefined)
    throw new CannotTell("the ARN of its log group is not known");
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}

/** The ARN of the flow log is made by AWS: any of the account and region must do. */
function taken(set: ResourceSet, log: Resource, role: Resource): boolean {
  const [region, account] = [set.region(log) ?? "", set.account(log) ?? ""];
  const request = {
    "aws:sourceaccount": account,
    "aws:sourcearn": `arn:aws:ec2:${region}:${account}:vpc-flow-log/fl-1`,
  };
  return statements(role, "assume_role_policy").some(
    (trust) =>
      trust.effect === "Allow" &&
      trust.principals.includes(FLOW_LOGS) &&
      concerns(trust, "sts:AssumeRole") &&
      holdsFor(trust, request),
  );
}
