import { evidenceBuckets } from "../facts/buckets";
import { deniedToOthers } from "../families/denial";

export const configurationRestricted = deniedToOthers({
  id: "configuration-restricted",
  duties: ["Art12", "Art17(1)", "Art19(1)"],
  title: "Only named roles may change how evidence is kept",
  why: "Whoever may change policy, versioning, lifecycle or replication may undo every other protection; administrators, too.",
  fix: "Deny these calls to everyone whose aws:PrincipalArn is not one of the deploy and break-glass roles.",
  subjects: evidenceBuckets,
  actions: [
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketNotification",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutInventoryConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutMetricsConfiguration",
    "s3:PutReplicationConfiguration",
  ],
  on: "bucket",
});
