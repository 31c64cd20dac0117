import { givenToNobody } from "../families/rights";

export const rightsWithoutConfiguration = givenToNobody(
  {
    id: "rights-without-configuration",
    duties: ["Art12", "Art17(1)"],
    title: "Roles that work with evidence do not configure how it is kept",
    why: "Who writes or reads evidence must not decide how it is protected; that goes through the deploy role and its review.",
    fix: "Take the calls out of the role's policy.",
  },
  [
    "s3:PutBucketPolicy",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketVersioning",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
    "kms:PutKeyPolicy",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateTrail",
    "iam:PutRolePolicy",
  ],
);
