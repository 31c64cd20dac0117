import { evidenceBuckets } from "../facts/buckets";
import { deniedToEveryone } from "../families/denial";

export const deletesDenied = deniedToEveryone({
  id: "deletes-denied",
  duties: ["Art12", "Art19(1)", "Art26(6)"],
  title: "Nobody may delete what is logged, nor hide it",
  why: "Object Lock stops neither delete markers nor new versions: only a denial does.",
  fix: "Deny s3:DeleteObject, s3:DeleteObjectVersion and the tagging calls to everyone, without a condition.",
  subjects: evidenceBuckets,
  actions: [
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:DeleteObjectTagging",
    "s3:DeleteObjectVersionTagging",
  ],
  on: "objects",
});
