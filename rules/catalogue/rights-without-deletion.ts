import { givenToNobody } from "../families/rights";

export const rightsWithoutDeletion = givenToNobody(
  {
    id: "rights-without-deletion",
    duties: ["Art12", "Art19(1)"],
    title: "No role may delete",
    why: "The bucket's policy denies deletes; a role that holds the right waits for the day it does not.",
    fix: "Take the calls out of the role's policy.",
  },
  [
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:DeleteBucket",
    "kms:ScheduleKeyDeletion",
    "kms:DisableKey",
  ],
);
