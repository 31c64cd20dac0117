import { guardedBuckets } from "../facts/buckets";
import { configured } from "../families/switch";

export const publicAccessBlocked = configured(
  {
    id: "public-access-blocked",
    duties: ["Art78", "Art12"],
    title: "No bucket can be opened to the public",
    why: "Log entries are personal data, and authorities' material is confidential: one careless policy must not open them.",
    fix: "Set all four switches of the bucket's aws_s3_bucket_public_access_block to true.",
    subjects: guardedBuckets,
  },
  "aws_s3_bucket_public_access_block",
  ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"],
);
