import { OrganizationsPolicy } from "@cdktf/provider-aws/lib/organizations-policy";
import { OrganizationsPolicyAttachment } from "@cdktf/provider-aws/lib/organizations-policy-attachment";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import { policyDocument, type PolicyStatement } from "../policy-document";

export interface OrganisationGuardrailsProps {
  readonly environment: Environment;
  /** Organisational unit or account the policy is attached to: where the vault lives, and nothing else. */
  readonly targetId: string;
}

const DUTIES: readonly Duty[] = ["Art12", "Art18(1)", "Art19(1)"];

/**
 * A service control policy over the account of the vault: what not even its administrators may do. Closing the account
 * or deleting its keys would destroy locked objects too, and only the organisation can forbid it.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export class OrganisationGuardrails extends Construct {
  constructor(scope: Construct, id: string, { environment, targetId }: OrganisationGuardrailsProps) {
    super(scope, id);
    const kept = { logicalId: "evidence_guardrails", duties: DUTIES, preventDestroy: true };
    const policy = evidenceResource(
      new OrganizationsPolicy(this, "Resource", {
        name: names(environment).guardrails,
        description: "Keeps evidence locked, readable and on record",
        type: "SERVICE_CONTROL_POLICY",
        content: policyDocument(statements(environment)),
        tags: dutyTags(DUTIES),
      }),
      kept,
    );
    evidenceResource(
      new OrganizationsPolicyAttachment(this, "Attachment", { policyId: policy.id, targetId }),
      kept,
    );
  }
}

function statements(environment: Environment): PolicyStatement[] {
  const { deployRoleArn, breakGlassRoleArn } = names(environment);
  const unless = (arns: readonly string[]) => ({ ArnNotLike: { "aws:PrincipalArn": arns } });
  const deny = (
    sid: string,
    actions: readonly string[],
    condition?: PolicyStatement["Condition"],
  ): PolicyStatement => ({
    Sid: sid,
    Effect: "Deny",
    Action: actions,
    Resource: "*",
    ...(condition && { Condition: condition }),
  });
  return [
    deny("NoLockBypass", ["s3:BypassGovernanceRetention"]),
    deny(
      "VaultIsConfiguredByNamedRoles",
      [
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:PutBucketObjectLockConfiguration",
        "s3:PutBucketPolicy",
        "s3:PutBucketVersioning",
        "s3:PutLifecycleConfiguration",
        "s3:PutReplicationConfiguration",
      ],
      unless([deployRoleArn, breakGlassRoleArn]),
    ),
    deny(
      "KeysStay",
      ["kms:DisableKey", "kms:ScheduleKeyDeletion", "kms:DeleteImportedKeyMaterial"],
      unless([breakGlassRoleArn]),
    ),
    deny(
      "AccessStaysOnRecord",
      [
        "cloudtrail:DeleteTrail",
        "cloudtrail:StopLogging",
        "cloudtrail:PutEventSelectors",
        "cloudtrail:UpdateTrail",
      ],
      unless([deployRoleArn, breakGlassRoleArn]),
    ),
    deny("AccountStays", ["organizations:LeaveOrganization", "account:CloseAccount"]),
  ];
}
