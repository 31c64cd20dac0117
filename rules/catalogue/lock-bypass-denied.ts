import { evidenceBuckets } from "../facts/buckets";
import { deniedToEveryone } from "../families/denial";

export const lockBypassDenied = deniedToEveryone({
  id: "lock-bypass-denied",
  duties: ["Art12", "Art19(1)"],
  title: "Nobody may bypass the lock",
  why: "A lock in GOVERNANCE mode yields to s3:BypassGovernanceRetention.",
  fix: "Deny s3:BypassGovernanceRetention to everyone, without a condition.",
  subjects: evidenceBuckets,
  actions: ["s3:BypassGovernanceRetention"],
  on: "objects",
});
