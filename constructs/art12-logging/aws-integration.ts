import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IntegrationAwsAccount } from "@cdktf/provider-datadog/lib/integration-aws-account";
import { IntegrationAwsExternalId } from "@cdktf/provider-datadog/lib/integration-aws-external-id";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import { ArchiveRolePolicy } from "./archive-role-policy";
import { DATADOG_AWS_ACCOUNT } from "./datadog-sites";

const DUTIES: readonly Duty[] = ["Art12", "Art19(1)"];

/**
 * The handshake between Datadog and the vault's AWS account, in the one order that works: Datadog makes the external
 * id, the role trusts it, the account integration names the role. The archive comes after all of them.
 *
 * Nothing but archiving is switched on: metrics, resources, log forwarding and traces stay off, so that the account
 * of the evidence shows Datadog nothing else.
 */
export class AwsIntegration extends Construct {
  constructor(scope: Construct, id: string, { environment }: { readonly environment: Environment }) {
    super(scope, id);
    const externalId = evidenceResource(new IntegrationAwsExternalId(this, "ExternalId", {}), {
      logicalId: "vault_account",
      duties: DUTIES,
    });
    const role = this.createRole(environment, externalId);
    const { policy } = new ArchiveRolePolicy(this, "RolePolicy", { environment, roleName: role.name });
    this.createAccount(environment, role, externalId, policy);
  }

  private createRole(environment: Environment, externalId: IntegrationAwsExternalId): IamRole {
    const role = new IamRole(this, "Role", {
      name: names(environment).datadogArchiveRole,
      description: "Datadog writes the Art 12 log archive and reads it back",
      assumeRolePolicy: trustPolicy(DATADOG_AWS_ACCOUNT[environment.datadog.site], externalId.id),
      tags: dutyTags(DUTIES),
    });
    return evidenceResource(role, { logicalId: "datadog_archive", duties: DUTIES });
  }

  private createAccount(
    { aws }: Environment,
    role: IamRole,
    externalId: IntegrationAwsExternalId,
    after: ArchiveRolePolicy["policy"],
  ): void {
    const account = new IntegrationAwsAccount(this, "Account", {
      awsAccountId: aws.accountId,
      awsPartition: "aws",
      // Left out, every plan would change it: the provider does not keep what it has read.
      accountTags: [],
      authConfig: { awsAuthConfigRole: { roleName: role.name, externalId: externalId.id } },
      awsRegions: { includeOnly: [aws.region] },
      logsConfig: { lambdaForwarder: {} },
      metricsConfig: {
        enabled: false,
        automuteEnabled: false,
        collectCloudwatchAlarms: false,
        collectCustomMetrics: false,
        namespaceFilters: {},
      },
      resourcesConfig: { cloudSecurityPostureManagementCollection: false, extendedCollection: false },
      tracesConfig: { xrayServices: {} },
      dependsOn: [after],
    });
    evidenceResource(account, { logicalId: "vault_account", duties: DUTIES });
  }
}

/** Only Datadog, and only when it presents the external id made for this organisation (confused deputy). */
function trustPolicy(datadogAccountId: string, externalId: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${datadogAccountId}:root` },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": externalId } },
      },
    ],
  });
}
