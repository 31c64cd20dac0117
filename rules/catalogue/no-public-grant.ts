import { bucketPolicy, guardedBuckets } from "../facts/buckets";
import { holds, judging } from "../rule";

export const noPublicGrant = judging({
  id: "no-public-grant",
  duties: ["Art78", "Art12"],
  title: "No bucket policy gives rights to everyone",
  why: "A right for everyone opens the log to anybody with an AWS account, and to the internet.",
  fix: "Name the principals in the statement, or take it out.",
  subjects: guardedBuckets,
  judge(bucket, set) {
    const open = bucketPolicy(set, bucket).filter(({ effect, everyone }) => effect === "Allow" && everyone);
    const actions = open.flatMap((each) => each.actions);
    return holds(open.length === 0, "rights go to named principals", `everyone may ${actions.join(", ")}`);
  },
});
