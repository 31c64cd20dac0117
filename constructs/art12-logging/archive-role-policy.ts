import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { evidenceResource } from "../evidence-resource";

export interface ArchiveRolePolicyProps {
  readonly environment: Environment;
  /** Name of the role Datadog assumes: ours, or one that is managed elsewhere. */
  readonly roleName: string;
}

/**
 * What Datadog may do: write the archive and read it back for rehydration; this bucket, this prefix, this key.
 *
 * @see https://docs.datadoghq.com/logs/log_configuration/archives/
 */
export class ArchiveRolePolicy extends Construct {
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, { environment, roleName }: ArchiveRolePolicyProps) {
    super(scope, id);
    this.policy = evidenceResource(
      new IamRolePolicy(this, "Resource", {
        name: "art12-archive",
        role: roleName,
        policy: archivePolicy(environment),
      }),
      { logicalId: "datadog_archive", duties: ["Art12", "Art19(1)"] },
    );
  }
}

function archivePolicy(environment: Environment): string {
  const { accountId, region } = environment.aws;
  const { vaultBucketArn, archivePath, vaultKeyAlias } = names(environment);
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "WriteAndRehydrate",
        Effect: "Allow",
        Action: ["s3:PutObject", "s3:GetObject"],
        Resource: `${vaultBucketArn}/${archivePath}/*`,
      },
      { Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: vaultBucketArn },
      {
        // The key lives in another stack: naming it by alias lets this stack plan alone.
        Sid: "UseVaultKey",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: `arn:aws:kms:${region}:${accountId}:key/*`,
        Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": vaultKeyAlias } },
      },
    ],
  });
}
