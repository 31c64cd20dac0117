/** What the vault key's policy needs to know; all literals. */
export interface VaultKeyPolicyProps {
  readonly accountId: string;
  /** Roles that may change the key's policy and rotation. */
  readonly configurationRoleArns: readonly string[];
  /** The one role that may schedule the key's deletion or disable it: either makes every object unreadable, locked or not. */
  readonly breakGlassRoleArn: string;
}

/**
 * KMS key policy of the vault. The account statement lets IAM policies grant use of the key; the denials outrank it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function vaultKeyPolicy({
  accountId,
  configurationRoleArns,
  breakGlassRoleArn,
}: VaultKeyPolicyProps): string {
  const unless = (arns: string | readonly string[]) => ({ ArnNotEquals: { "aws:PrincipalArn": arns } });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AccountUsesIam",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "DenyLossOfKey",
        Effect: "Deny",
        Principal: "*",
        Action: ["kms:DisableKey", "kms:ScheduleKeyDeletion", "kms:DeleteImportedKeyMaterial"],
        Resource: "*",
        Condition: unless(breakGlassRoleArn),
      },
      {
        Sid: "DenyConfigurationByOthers",
        Effect: "Deny",
        Principal: "*",
        Action: ["kms:PutKeyPolicy", "kms:DisableKeyRotation", "kms:UpdateAlias", "kms:DeleteAlias"],
        Resource: "*",
        Condition: unless(configurationRoleArns),
      },
    ],
  });
}
