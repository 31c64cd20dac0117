import { bucketArn, bucketPolicy } from "../facts/buckets";
import { findKey } from "../facts/keys";
import { trailArn, trails } from "../facts/trails";
import { grants, holdsFor, statements, type Statement } from "../policy";
import { any } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

const TRAILS = "cloudtrail.amazonaws.com";

export const trailMayWrite = judging({
  id: "trail-may-write",
  duties: ["Art12", "Art19(1)"],
  title: "The record of accesses may be written",
  why: "A trail that may not write, or not encrypt, goes on running and records nothing.",
  fix: "Let cloudtrail.amazonaws.com check and write the bucket and use its key, for this trail and no other.",
  subjects: trails,
  judge(trail, set) {
    const bucket = set.find("aws_s3_bucket", any(trail, "s3_bucket_name"), trail);
    if (!bucket) throw new CannotTell("the trail's bucket is none of these resources");
    const [arn, account] = [trailArn(set, trail), set.account(trail)];
    if (arn === undefined || account === undefined) throw new CannotTell("the trail's ARN is not known");
    const request = { "aws:sourcearn": arn, "s3:x-amz-acl": "bucket-owner-full-control" };
    const key = findKey(set, trail, "kms_key_id");
    const needed = [
      { of: bucketPolicy(set, bucket), action: "s3:GetBucketAcl", resource: bucketArn(bucket) },
      {
        of: bucketPolicy(set, bucket),
        action: "s3:PutObject",
        resource: `${bucketArn(bucket)}/AWSLogs/${account}/x`,
      },
      ...(key
        ? ["kms:GenerateDataKey", "kms:DescribeKey"].map((action) => ({
            of: statements(key, "policy"),
            action,
            resource: "*",
          }))
        : []),
    ];
    const open: string[] = [];
    const missing = needed.filter(({ of, action, resource }) => {
      const rights = grants(of, { principal: TRAILS, action, resource });
      if (rights.some((right) => !isFor(right, arn))) open.push(action);
      return !rights.some((right) => holdsFor(right, request));
    });
    const lacks = missing.map(({ action }) => action);
    return holds(
      lacks.length === 0 && open.length === 0,
      "it may",
      lacks.length > 0 ? `it lacks ${lacks.join(", ")}` : `trails of others may, too: ${open.join(", ")}`,
    );
  },
});

/** Whether a right is bound to one trail: CloudTrail itself is the same for everybody. */
const isFor = ({ conditions }: Statement, arn: string): boolean =>
  conditions.some(
    ({ key, values }) => key.toLowerCase() === "aws:sourcearn" && values.every((value) => value === arn),
  );
