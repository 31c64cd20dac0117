import { stateBuckets } from "../facts/stacks";
import { deniedToOthers } from "../families/denial";

export const stateAccessRestricted = deniedToOthers({
  id: "state-access-restricted",
  duties: ["Art17(1)", "Art78"],
  title: "Only named roles may read and write states",
  why: "A state repeats what the resources say; who may write it decides what the next plan destroys.",
  fix: "Deny s3:* on the bucket and its objects to everyone whose aws:PrincipalArn is not one of the roles that deploy.",
  subjects: stateBuckets,
  actions: ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
  on: (action) => (action === "s3:ListBucket" ? "bucket" : "objects"),
});
