import { evidenceBuckets } from "../facts/buckets";
import { deniedToOthers } from "../families/denial";

export const retentionRestricted = deniedToOthers({
  id: "retention-restricted",
  duties: ["Art12", "Art19(1)"],
  title: "Only named roles may give an object another retention",
  why: "A put may bring a retention of its own, shorter than the bucket's default.",
  fix: "Deny s3:PutObjectRetention to everyone but the roles that configure the bucket.",
  subjects: evidenceBuckets,
  actions: ["s3:PutObjectRetention"],
  on: "objects",
});
