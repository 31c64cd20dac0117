import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Construct } from "constructs";
import { names } from "../../../configs";
import { closeToPublic } from "../../closed-bucket";
import { dutyTags, evidenceResource } from "../../evidence-resource";
import { deny } from "../../evidence-vault/bucket-policy";
import { policyDocument } from "../../policy-document";
import { NETWORK_DUTIES } from "../network/duties";
import type { PartProps } from "../parts";

const ID = { logicalId: "mlflow_access_log", duties: NETWORK_DUTIES };

/**
 * Where the load balancer writes who asked for what. Load balancers write under keys of S3 alone; the bucket is closed, and
 * empties itself.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export class AccessLogBucket extends Construct {
  readonly name: string;
  /** The load balancer tries at once whether it may write. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, { environment, service }: PartProps) {
    super(scope, id);
    const name = names(environment).loadBalancerLogsBucket;
    const resource = new S3Bucket(this, "Resource", { bucket: name, tags: dutyTags(NETWORK_DUTIES) });
    const bucket = evidenceResource(resource, ID).id;
    const block = closeToPublic(this, bucket, ID);
    const encryption = new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    evidenceResource(encryption, ID);
    const lifecycle = new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket,
      rule: [{ id: "end-of-logs", status: "Enabled", filter: [{}], expiration: [{ days: service.logDays }] }],
    });
    evidenceResource(lifecycle, ID);
    const arn = `arn:aws:s3:::${name}`;
    this.policy = new S3BucketPolicy(this, "Policy", {
      bucket,
      dependsOn: [block],
      policy: policyDocument([
        deny("DenyPlainHttp", "s3:*", [arn, `${arn}/*`], { Bool: { "aws:SecureTransport": "false" } }),
        {
          Sid: "LoadBalancerWrites",
          Effect: "Allow",
          Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `${arn}/AWSLogs/${environment.aws.accountId}/*`,
        },
      ]),
    });
    evidenceResource(this.policy, ID);
    this.name = bucket;
  }
}
