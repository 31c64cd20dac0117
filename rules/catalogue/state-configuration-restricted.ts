import { stateBuckets } from "../facts/stacks";
import { deniedToOthers } from "../families/denial";

export const stateConfigurationRestricted = deniedToOthers({
  id: "state-configuration-restricted",
  duties: ["Art17(1)", "Art18(1)"],
  title: "Only named roles may change how states are kept",
  why: "Whoever may change the policy of the state's bucket may undo what protects the states.",
  fix: "Deny these calls to everyone whose aws:PrincipalArn is not one of the deploy and break-glass roles.",
  subjects: stateBuckets,
  actions: [
    "s3:DeleteBucketPolicy",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
  ],
  on: "bucket",
});
