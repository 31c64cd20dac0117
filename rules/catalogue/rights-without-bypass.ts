import { givenToNobody } from "../families/rights";

export const rightsWithoutBypass = givenToNobody(
  {
    id: "rights-without-bypass",
    duties: ["Art12", "Art19(1)"],
    title: "No role may bypass a lock, or shorten a retention",
    why: "A lock in GOVERNANCE mode yields to these rights.",
    fix: "Take the calls out of the role's policy.",
  },
  ["s3:BypassGovernanceRetention", "s3:PutObjectRetention"],
);
