import { FlowLog as FlowLogResource } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { dutyTags, evidenceResource } from "../../evidence-resource";
import { policyDocument } from "../../policy-document";
import { NETWORK_DUTIES } from "./duties";

export interface FlowLogProps {
  readonly environment: Environment;
  readonly vpcId: string;
  /** ARN of the log group it goes to, without `:*`. */
  readonly logGroupArn: string;
}

const ID = { logicalId: "mlflow_flow_log", duties: NETWORK_DUTIES };

/**
 * Who spoke with whom, refused or not: with it, a way past the gate is found afterwards.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export class FlowLog extends Construct {
  constructor(scope: Construct, id: string, { environment, vpcId, logGroupArn }: FlowLogProps) {
    super(scope, id);
    const { accountId, region } = environment.aws;
    const { mlflow, mlflowLogGroup } = names(environment);
    const role = new IamRole(this, "Role", {
      name: mlflow("flow-log"),
      assumeRolePolicy: policyDocument([
        {
          Effect: "Allow",
          Principal: { Service: "vpc-flow-logs.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: { "aws:SourceArn": `arn:aws:ec2:${region}:${accountId}:vpc-flow-log/*` },
          },
        },
      ]),
      tags: dutyTags(NETWORK_DUTIES),
    });
    evidenceResource(role, ID);
    const groups = `arn:aws:logs:${region}:${accountId}:log-group`;
    const rights = new IamRolePolicy(this, "Rights", {
      name: "logs",
      role: role.name,
      policy: policyDocument([
        {
          Sid: "Writes",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          Resource: `${groups}:${mlflowLogGroup("flow")}:*`,
        },
        { Sid: "Looks", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: `${groups}:*` },
      ]),
    });
    evidenceResource(rights, ID);
    const log = new FlowLogResource(this, "Resource", {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroupArn,
      iamRoleArn: role.arn,
      tags: dutyTags(NETWORK_DUTIES),
      dependsOn: [rights],
    });
    evidenceResource(log, { ...ID, logicalId: "mlflow" });
  }
}
