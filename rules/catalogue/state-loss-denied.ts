import { stateBuckets } from "../facts/stacks";
import { deniedToEveryone } from "../families/denial";

export const stateLossDenied = deniedToEveryone({
  id: "state-loss-denied",
  duties: ["Art17(1)", "Art18(1)"],
  title: "Nobody may delete a state for good",
  why: "Without its state Terraform no longer knows what keeps evidence, and would make it anew.",
  fix: "Deny s3:DeleteBucket and s3:DeleteObjectVersion to everyone, without a condition.",
  subjects: stateBuckets,
  actions: ["s3:DeleteBucket", "s3:DeleteObjectVersion"],
  on: (action) => (action === "s3:DeleteBucket" ? "bucket" : "objects"),
});
