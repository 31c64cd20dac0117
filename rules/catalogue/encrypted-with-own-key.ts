import { configurationOf, guardedBuckets } from "../facts/buckets";
import { keyOf } from "../facts/keys";
import { accessLogBuckets } from "../facts/load-balancers";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

export const encryptedWithOwnKey = judging({
  id: "encrypted-with-own-key",
  duties: ["Art78", "Art12"],
  title: "Every bucket is encrypted with a key of ours",
  why: "With a key of our own, reading takes a second right, every use is on record, and the key's policy can be judged.",
  fix: "Set sse_algorithm to aws:kms and kms_master_key_id to the vault's key.",
  // Load balancers write under keys of S3 alone: see access-log-delivered.
  subjects: (set) => guardedBuckets(set).filter((bucket) => !accessLogBuckets(set).includes(bucket)),
  judge(bucket, set) {
    const encryption = configurationOf(set, bucket, "aws_s3_bucket_server_side_encryption_configuration");
    if (!encryption) return unmet("the bucket has no encryption configuration");
    const algorithm = text(encryption, "rule.apply_server_side_encryption_by_default.sse_algorithm");
    if (algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse") return unmet(`encrypted with ${algorithm}`);
    const key = keyOf(set, bucket);
    return holds(key !== undefined, `encrypted with ${key?.address}`, "the key is none of these resources");
  },
});
