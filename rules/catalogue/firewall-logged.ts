import { firewalls } from "../facts/firewalls";
import { grants, holdsFor, statements } from "../policy";
import { any, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

const DELIVERY = "delivery.logs.amazonaws.com";
const WRITES = ["logs:CreateLogStream", "logs:PutLogEvents"];

export const firewallLogged = judging({
  id: "firewall-logged",
  duties: ["Art15", "Art17(1)"],
  title: "What the firewall saw is on record",
  why: "What was blocked, and what was only counted, shows who tries and whether a rule hits the innocent.",
  fix: `Log the web ACL into a log group of ours without a filter, and let ${DELIVERY} write it for this account.`,
  subjects: firewalls,
  judge(acl, set) {
    const [logging] =
      set
        .pointing("aws_wafv2_web_acl_logging_configuration", "resource_arn", "aws_wafv2_web_acl")
        .by.get(acl.address) ?? [];
    if (!logging) return unmet("it has no log");
    if (any(logging, "logging_filter") !== undefined) return unmet("a filter leaves requests out of its log");
    const group = set.find("aws_cloudwatch_log_group", any(logging, "log_destination_configs"), logging);
    if (!group) return unmet("its log goes to no log group of ours");
    return holds(
      mayWrite(set, acl, group),
      "all requests",
      "its log may not be written, or by other accounts, too",
    );
  },
});

function mayWrite(set: ResourceSet, acl: Resource, group: Resource): boolean {
  const [region, account, name] = [set.region(acl), set.account(acl), text(group, "name")];
  if (region === undefined || account === undefined || name === undefined)
    throw new CannotTell("the ARN of its log group is not known");
  const logs = `arn:aws:logs:${region}:${account}`;
  const request = { "aws:sourceaccount": account, "aws:sourcearn": `${logs}:any` };
  const policies = set
    .ofType("aws_cloudwatch_log_resource_policy")
    .map((each) => statements(each, "policy_document"));
  const resource = `${logs}:log-group:${name}:log-stream:any`;
  return WRITES.every((action) =>
    policies.some((policy) =>
      grants(policy, { principal: DELIVERY, action, resource }).some((right) => holdsFor(right, request)),
    ),
  );
}
