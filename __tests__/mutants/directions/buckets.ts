import { benign, destroys, refused, weakens, type Directions } from "../direction";

const QUERIES = { name: "evidence_queries" };
const STATE = { name: "terraform_state" };

const bucketOf = (why: string) => [
  weakens("", "removed", ["Art12", "Art18(1)", "Art78"], why),
  weakens("bucket", "removed, elsewhere", ["Art12", "Art18(1)", "Art78"], `${why}; another bucket gets it`),
];

/** Buckets, and what is configured of them, resource by resource. */
export const BUCKETS: readonly Directions[] = [
  {
    type: "aws_s3_bucket",
    rows: [
      weakens("", "removed", ["Art12", "Art18(1)", "Art21"], "with the bucket goes what is in it"),
      destroys(
        "bucket",
        "*",
        ["Art12", "Art18(1)", "Art21"],
        "a bucket of another name is another, empty bucket",
      ),
      weakens(
        "force_destroy",
        "flipped, set to true",
        ["Art19(1)", "Art18(1)"],
        "Terraform empties the bucket first",
      ),
      benign("force_destroy", "removed", "off is the provider's default"),
      weakens(
        "object_lock_enabled",
        "*",
        ["Art12", "Art19(1)"],
        "without Object Lock nothing in it is locked",
      ),
      weakens("tags.**", "removed, emptied", ["Art78"], "by its tag it counts as one of ours", QUERIES),
      weakens("tags.**", "*", ["Art78"], "by its tag it counts as one of ours", STATE),
    ],
  },
  {
    type: "aws_s3_bucket_versioning",
    rows: [
      ...bucketOf("an overwritten entry or state is gone"),
      weakens(
        "versioning_configuration.**",
        "*",
        ["Art12", "Art18(1)"],
        "an overwritten entry or state is gone",
      ),
    ],
  },
  {
    type: "aws_s3_bucket_object_lock_configuration",
    rows: [
      ...bucketOf("new objects are not locked"),
      benign(
        "object_lock_enabled",
        "removed",
        "Enabled is the provider's default, and the only value there is",
      ),
      refused("object_lock_enabled", "changed, emptied", "Enabled is the only value there is"),
      weakens("rule", "removed", ["Art12", "Art19(1)"], "new objects are not locked"),
      weakens("rule.default_retention", "removed", ["Art12", "Art19(1)"], "new objects are not locked"),
      weakens(
        "rule.default_retention.days",
        "removed, lowered, zero",
        ["Art19(1)", "Art26(6)"],
        "entries may be deleted sooner",
      ),
      weakens(
        "rule.default_retention.days",
        "raised, extreme",
        ["Art19(1)"],
        "the vault's locks outlast copy, expiry and queries, or its copy is behind",
        { name: "evidence_vault" },
      ),
      weakens(
        "rule.default_retention.days",
        "raised, extreme",
        ["Art19(1)"],
        "entries expire before their lock ends: the expiry has to be moved with it",
      ),
      weakens(
        "rule.default_retention.mode",
        "removed, to GOVERNANCE",
        ["Art12", "Art19(1)"],
        "the lock can be bypassed",
      ),
      benign("rule.default_retention.mode", "to COMPLIANCE", "the stronger mode"),
    ],
  },
  {
    type: "aws_s3_bucket_ownership_controls",
    rows: [
      ...bucketOf("access lists of objects work again"),
      weakens("rule.**", "*", ["Art12", "Art78"], "access lists of objects work again"),
    ],
  },
  {
    type: "aws_s3_bucket_public_access_block",
    rows: [
      ...bucketOf("the bucket can be opened to the public"),
      weakens(
        "block_public_acls|block_public_policy|ignore_public_acls|restrict_public_buckets",
        "removed, flipped",
        ["Art78"],
        "the bucket can be opened to the public",
      ),
    ],
  },
  {
    type: "aws_s3_bucket_server_side_encryption_configuration",
    rows: [
      ...bucketOf("what is written is under a key of AWS"),
      weakens("rule", "removed", ["Art78"], "what is written is under a key of AWS"),
      weakens(
        "rule[*].apply_server_side_encryption_by_default",
        "removed",
        ["Art78"],
        "what is written is under a key of AWS",
      ),
      weakens(
        "rule[*].apply_server_side_encryption_by_default.kms_master_key_id",
        "*",
        ["Art12", "Art21", "Art78"],
        "under another key, whoever writes and reads has no right on it",
      ),
      benign(
        "rule[*].apply_server_side_encryption_by_default.sse_algorithm",
        "to aws:kms:dsse",
        "the same key, twice",
      ),
      weakens(
        "rule[*].apply_server_side_encryption_by_default.sse_algorithm",
        "*",
        ["Art78"],
        "what is written is under a key of AWS",
      ),
      benign("rule[*].bucket_key_enabled", "*", "how often S3 asks KMS: cost"),
    ],
  },
  {
    type: "aws_s3_bucket_notification",
    rows: [
      ...bucketOf("nobody is told of new objects"),
      weakens("eventbridge", "*", ["Art12", "Art19(1)"], "nobody is told of new objects"),
    ],
  },
  {
    type: "aws_s3_bucket_inventory",
    rows: [
      ...bucketOf("there is no list of the vault but our own"),
      benign(
        "destination.bucket.format",
        "to *",
        "in which format the list is written is a choice; all three can be read",
      ),
      refused("destination.bucket.format", "removed", "a required argument"),
      weakens("destination.**", "*", ["Art12", "Art21"], "the list does not arrive"),
      weakens("included_object_versions", "*", ["Art12", "Art21"], "earlier versions are left out"),
      benign("name", "changed, emptied", "the list is made under another name from the next day on"),
      refused("name", "removed", "a required argument"),
      benign("optional_fields", "added", "one field more"),
      benign("optional_fields[Size|StorageClass]", "*", "for cost: neither lock nor copy"),
      weakens(
        "optional_fields.**",
        "*",
        ["Art12", "Art21"],
        "lock, copy or encryption cannot be seen in the list",
      ),
      weakens("schedule.**", "*", ["Art12", "Art21"], "the list comes late, or not at all"),
      weakens("enabled", "set to false", ["Art12", "Art21"], "the list is not made"),
      weakens("filter", "records only", ["Art12", "Art21"], "the list leaves the log out"),
    ],
  },
];
