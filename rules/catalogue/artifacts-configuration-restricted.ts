import { artifactBuckets } from "../facts/stores";
import { deniedToOthers } from "../families/denial";

export const artifactsConfigurationRestricted = deniedToOthers({
  id: "artifacts-configuration-restricted",
  duties: ["Art17(1)", "Art78"],
  title: "Only named roles change how artifacts are kept",
  why: "Whoever may change the bucket's policy or suspend its versioning may undo what shows an overwrite.",
  fix: "Deny these calls to everyone whose aws:PrincipalArn is not one of the deploy, break-glass and backup roles.",
  subjects: artifactBuckets,
  actions: [
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketNotification",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutInventoryConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
  ],
  on: "bucket",
});
