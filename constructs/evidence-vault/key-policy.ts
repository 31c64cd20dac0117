import { policyDocument, type PolicyStatement } from "../policy-document";

/** What an evidence key's policy needs to know; all literals. */
export interface EvidenceKeyPolicyProps {
  readonly accountId: string;
  /** Roles that may change the key's policy and rotation. */
  readonly configurationRoleArns: readonly string[];
  /** The one role that may schedule the key's deletion or disable it: either makes every object unreadable, locked or not. */
  readonly breakGlassRoleArn: string;
  /**
   * Statements for services that use the key.
   * @default none
   */
  readonly statements?: readonly PolicyStatement[];
}

/**
 * KMS key policy of evidence. The account statement lets IAM policies grant use of the key; the denials outrank it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function evidenceKeyPolicy(props: EvidenceKeyPolicyProps): string {
  const { accountId, configurationRoleArns, breakGlassRoleArn, statements = [] } = props;
  const denyUnless = (
    arns: string | readonly string[],
    sid: string,
    action: readonly string[],
  ): PolicyStatement => ({
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: "*",
    Condition: { ArnNotEquals: { "aws:PrincipalArn": arns } },
  });
  return policyDocument([
    {
      Sid: "AccountUsesIam",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    denyUnless(breakGlassRoleArn, "DenyLossOfKey", [
      "kms:DisableKey",
      "kms:ScheduleKeyDeletion",
      "kms:DeleteImportedKeyMaterial",
    ]),
    denyUnless(configurationRoleArns, "DenyConfigurationByOthers", [
      "kms:PutKeyPolicy",
      "kms:DisableKeyRotation",
      "kms:UpdateAlias",
      "kms:DeleteAlias",
    ]),
    ...statements,
  ]);
}
