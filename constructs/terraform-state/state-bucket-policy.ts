import { deny } from "../evidence-vault/bucket-policy";
import { policyDocument } from "../policy-document";

export interface StateBucketPolicyProps {
  readonly bucket: string;
  readonly deployRoleArn: string;
  readonly breakGlassRoleArn: string;
  /** Roles of other accounts, or of other jobs, that keep state here too. */
  readonly usedBy: readonly string[];
}

/**
 * Bucket policy of Terraform's state. Who deploys reads, writes and removes lock files; an earlier state is removed by
 * the lifecycle alone.
 */
export function stateBucketPolicy(props: StateBucketPolicyProps): string {
  const { bucket, deployRoleArn, breakGlassRoleArn, usedBy } = props;
  const arn = `arn:aws:s3:::${bucket}`;
  const everything = [arn, `${arn}/*`];
  const unless = (roles: readonly string[]) => ({ ArnNotEquals: { "aws:PrincipalArn": roles } });
  return policyDocument([
    deny("DenyPlainHttp", "s3:*", everything, { Bool: { "aws:SecureTransport": "false" } }),
    deny("DenyOldTls", "s3:*", everything, { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
    deny("DenyLossOfStates", ["s3:DeleteBucket", "s3:DeleteObjectVersion"], everything),
    deny("DenyOthers", "s3:*", everything, unless([deployRoleArn, breakGlassRoleArn, ...usedBy])),
    ...(usedBy.length === 0
      ? []
      : [
          {
            Sid: "OthersKeepState",
            Effect: "Allow" as const,
            Principal: { AWS: usedBy },
            Action: ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
            Resource: everything,
          },
          deny(
            "DenyConfigurationByOthers",
            [
              "s3:PutBucket*",
              "s3:DeleteBucketPolicy",
              "s3:PutLifecycleConfiguration",
              "s3:PutEncryptionConfiguration",
            ],
            arn,
            unless([deployRoleArn, breakGlassRoleArn]),
          ),
        ]),
  ]);
}
