import type { S3BucketConfig } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import type { Construct } from "constructs";
import { evidenceResource, type EvidenceResourceProps } from "./evidence-resource";

/**
 * Closes a bucket to the public, whatever its policy and its objects say.
 *
 * @param where provider of the bucket's region or account; the stack's when left out
 */
export function closeToPublic(
  scope: Construct,
  bucket: string,
  address: EvidenceResourceProps,
  where: Pick<S3BucketConfig, "provider"> = {},
): S3BucketPublicAccessBlock {
  const block = new S3BucketPublicAccessBlock(scope, "PublicAccessBlock", {
    ...where,
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  return evidenceResource(block, address);
}
