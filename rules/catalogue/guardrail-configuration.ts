import { deniedToOthers } from "../families/denial";
import { guardrails, guardrailStatements } from "../facts/guardrails";

export const guardrailConfiguration = deniedToOthers({
  id: "guardrail-configuration",
  duties: ["Art12", "Art17(1)", "Art19(1)"],
  title: "In the vault's account only named roles configure buckets",
  why: "Administrators of the account could otherwise replace the bucket's policy.",
  fix: "Deny these calls in the service control policy to all but the deploy and break-glass roles.",
  subjects: guardrails,
  statementsOf: guardrailStatements,
  actions: [
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketPolicy",
    "s3:PutBucketVersioning",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
  ],
  on: "everything",
});
