import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import { names } from "../../../configs";
import { dutyTags, evidenceResource } from "../../evidence-resource";
import { policyDocument } from "../../policy-document";
import { NETWORK_DUTIES } from "../network/duties";
import type { PartProps } from "../parts";
import { serviceLogGroup } from "../stores/log-groups";
import { MANAGED_RULES, MOST_REQUESTS_IN_FIVE_MINUTES, type ManagedRules } from "./firewall-rules";

export interface FirewallProps extends PartProps {
  readonly loadBalancerArn: string;
  readonly kmsKeyArn: string;
}

const ID = { logicalId: "mlflow", duties: NETWORK_DUTIES };
const LOG_ID = { logicalId: "mlflow_firewall", duties: NETWORK_DUTIES };
/** Headers by which somebody is known to the gate: whoever reads the log must not become that person. */
const SECRET_HEADERS = ["authorization", "cookie"];

/**
 * Web ACL before the load balancer: sources of bad name, known attacks and floods do not reach the gate. What it saw goes
 * to a log group, without what people sign in with.
 */
export class Firewall extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: FirewallProps,
  ) {
    super(scope, id);
    const acl = this.createAcl();
    const association = new Wafv2WebAclAssociation(this, "Association", {
      resourceArn: props.loadBalancerArn,
      webAclArn: acl.arn,
    });
    evidenceResource(association, ID);
    this.createLog(acl);
  }

  private createAcl(): Wafv2WebAcl {
    const name = names(this.props.environment).mlflow("firewall");
    const acl = new Wafv2WebAcl(this, "Resource", {
      name,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: [
        ...MANAGED_RULES.map((each, priority) => ({
          name: each.name,
          priority,
          overrideAction: { none: {} },
          statement: managed(each),
          visibilityConfig: seenAs(`${name}-${each.name}`),
        })),
        {
          name: "flood",
          priority: MANAGED_RULES.length,
          action: { block: {} },
          statement: {
            rate_based_statement: {
              limit: MOST_REQUESTS_IN_FIVE_MINUTES,
              evaluation_window_sec: 300,
              aggregate_key_type: "IP",
            },
          },
          visibilityConfig: seenAs(`${name}-flood`),
        },
      ],
      visibilityConfig: seenAs(name),
      tags: dutyTags(NETWORK_DUTIES),
    });
    return evidenceResource(acl, ID);
  }

  /** @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html */
  private createLog(acl: Wafv2WebAcl): void {
    const { environment, service, kmsKeyArn } = this.props;
    const { accountId, region } = environment.aws;
    const name = names(environment).firewallLogGroup;
    const group = serviceLogGroup(this, "LogGroup", {
      environment,
      service,
      logicalId: LOG_ID.logicalId,
      name,
      kmsKeyArn,
    });
    const logs = `arn:aws:logs:${region}:${accountId}`;
    const policy = new CloudwatchLogResourcePolicy(this, "LogPolicy", {
      policyName: names(environment).mlflow("firewall"),
      policyDocument: policyDocument([
        {
          Sid: "FirewallWrites",
          Effect: "Allow",
          Principal: { Service: "delivery.logs.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `${logs}:log-group:${name}:log-stream:*`,
          Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: { "aws:SourceArn": `${logs}:*` },
          },
        },
      ]),
    });
    evidenceResource(policy, LOG_ID);
    const logging = new Wafv2WebAclLoggingConfiguration(this, "Logging", {
      resourceArn: acl.arn,
      logDestinationConfigs: [group.arn],
      redactedFields: SECRET_HEADERS.map((name) => ({ singleHeader: { name } })),
      dependsOn: [policy],
    });
    evidenceResource(logging, ID);
  }
}

const managed = ({ group, countOnly }: ManagedRules) => ({
  managed_rule_group_statement: {
    vendor_name: "AWS",
    name: group,
    ...(countOnly.length > 0 && {
      rule_action_override: countOnly.map((name) => ({ name, action_to_use: { count: {} } })),
    }),
  },
});

/** Counted in CloudWatch; no samples: they hold whole requests, tokens included. */
const seenAs = (metricName: string) => ({
  metricName,
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});
