import { bucketPolicy, guardedBuckets } from "../facts/buckets";
import { holds, judging, unmet } from "../rule";

export const noPublicGrant = judging({
  id: "no-public-grant",
  duties: ["Art78", "Art12"],
  title: "No bucket policy gives rights to everyone, nor all rights to anyone",
  why: "A right for everyone opens the log to anybody with an AWS account, and to the internet.",
  fix: "Name the principals in the statement, or take it out.",
  measure: { name: "principals with rights", unit: "principals", better: "lower" },
  subjects: guardedBuckets,
  judge(bucket, set) {
    const rights = bucketPolicy(set, bucket).filter(({ effect }) => effect === "Allow");
    const open = rights.filter(({ everyone }) => everyone);
    const actions = open.flatMap((each) => each.actions);
    const wide = rights.filter((each) => each.actions.some(isWide) || each.resources.includes("*"));
    if (open.length === 0 && wide.length > 0)
      return unmet(
        `all rights, or on everything: ${wide.flatMap(({ principals }) => principals).join(", ")}`,
      );
    return holds(
      open.length === 0,
      "rights go to named principals",
      `everyone may ${actions.join(", ")}`,
      new Set(rights.flatMap(({ principals }) => principals)).size,
    );
  },
});

const isWide = (action: string): boolean => action === "*" || action === "s3:*";
