import { artifactBuckets } from "../facts/stores";
import { deniedToOthers } from "../families/denial";

export const artifactsLossDenied = deniedToOthers({
  id: "artifacts-loss-denied",
  duties: ["Art17(1)", "Art18(1)"],
  title: "Nobody but named roles deletes an artifact or a version of one",
  why: "Deleting the version before is how an overwrite would be hidden.",
  fix: "Deny s3:DeleteBucket, s3:DeleteObject and s3:DeleteObjectVersion to everyone whose aws:PrincipalArn is not the break-glass role.",
  subjects: artifactBuckets,
  actions: ["s3:DeleteBucket", "s3:DeleteObject", "s3:DeleteObjectVersion"],
  on: (action) => (action === "s3:DeleteBucket" ? "bucket" : "objects"),
});
