import { bucketArn, bucketPolicy, configurationOf } from "../facts/buckets";
import { accessLogBucketOf, accessLogBuckets, loadBalancers } from "../facts/load-balancers";
import { grants, type Statement } from "../policy";
import { text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

const DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com";

export const accessLogDelivered = judging({
  id: "access-log-delivered",
  duties: ["Art15", "Art17(1)", "Art78"],
  title: "Load balancers may write the access log, below this account's prefix",
  why: "A load balancer that may not write, or finds a bucket with a KMS key, goes on and records nothing.",
  fix: `Let ${DELIVERY} put objects below AWSLogs/<account>/, and encrypt the bucket with AES256: load balancers use no KMS keys.`,
  subjects: accessLogBuckets,
  judge(bucket, set) {
    const account = set.account(bucket);
    if (account === undefined) throw new CannotTell("the bucket's account is not known");
    const encryption = configurationOf(set, bucket, "aws_s3_bucket_server_side_encryption_configuration");
    const algorithm =
      encryption && text(encryption, "rule.apply_server_side_encryption_by_default.sse_algorithm");
    if (algorithm !== "AES256") return unmet(`encrypted with ${algorithm ?? "nothing that is declared"}`);
    const prefix = `${bucketArn(bucket)}/${prefixOf(set, bucket)}AWSLogs/${account}/`;
    const all = bucketPolicy(set, bucket);
    const rights = grants(all, { principal: DELIVERY, action: "s3:PutObject", resource: `${prefix}x` });
    if (rights.length === 0) return unmet("load balancers may not write");
    const wide = all.filter(({ effect, principals }) => effect === "Allow" && principals.includes(DELIVERY));
    return holds(
      wide.every((right) => isBelow(right, prefix)),
      "this account's load balancers may",
      "load balancers of others may, too",
    );
  },
});

/** Prefix that the load balancer puts before AWS's own. */
function prefixOf(set: ResourceSet, bucket: Resource): string {
  const writer = loadBalancers(set).find((each) => accessLogBucketOf(set, each) === bucket);
  const prefix = writer && text(writer, "access_logs.prefix");
  return prefix ? `${prefix}/` : "";
}

const isBelow = ({ resources, actions }: Statement, prefix: string): boolean =>
  resources.every((resource) => resource.startsWith(prefix)) &&
  actions.every((each) => each === "s3:PutObject");
