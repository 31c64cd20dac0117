import { evidenceBuckets } from "../facts/buckets";
import { deniedToOthers } from "../families/denial";

export const holdRestricted = deniedToOthers({
  id: "hold-restricted",
  duties: ["Art73(6)", "Art12"],
  title: "Only named roles may put evidence under hold, or lift a hold",
  why: "A hold after an incident is worth as much as the circle of those who can lift it is small.",
  fix: "Deny s3:PutObjectLegalHold to everyone but the roles that hold evidence.",
  subjects: evidenceBuckets,
  actions: ["s3:PutObjectLegalHold"],
  on: "objects",
});
