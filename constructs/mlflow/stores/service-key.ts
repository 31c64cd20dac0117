import type { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { EvidenceKey } from "../../evidence-vault/evidence-key";
import type { PolicyStatement } from "../../policy-document";

/**
 * The one key of the service: database, artifacts, images, secrets, logs and backups. A right on it and its policy are
 * judged once, and losing it is denied to all but break-glass.
 */
export function serviceKey(scope: Construct, id: string, environment: Environment): EvidenceKey {
  const { mlflowKeyAlias, deployRoleArn, breakGlassRoleArn } = names(environment);
  return new EvidenceKey(scope, id, {
    logicalId: "mlflow",
    alias: mlflowKeyAlias,
    description:
      "Encrypts what MLflow and the gate keep: database, artifacts, images, secrets, logs, backups",
    duties: ["Art12", "Art18(1)", "Art78"],
    accountId: environment.aws.accountId,
    configurationRoleArns: [deployRoleArn, breakGlassRoleArn],
    breakGlassRoleArn,
    statements: [logsUse(environment)],
  });
}

/**
 * CloudWatch Logs uses the key in its own name, for the groups of this service alone. All others use it in the name of
 * whoever calls them, by rights of IAM.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function logsUse(environment: Environment): PolicyStatement {
  const { mlflow, mlflowLogGroup, firewallLogGroup } = names(environment);
  const { region, accountId } = environment.aws;
  const group = (name: string) => `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
  return {
    Sid: "LogsEncrypt",
    Effect: "Allow",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    Resource: "*",
    Condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": [
          group(mlflowLogGroup("*")),
          group(`/aws/rds/instance/${mlflow("database")}/*`),
          group(firewallLogGroup),
        ],
      },
    },
  };
}
