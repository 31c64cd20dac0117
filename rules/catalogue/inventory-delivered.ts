import { bucketArn, bucketPolicy, configurationOf, guardedBuckets, vaultBuckets } from "../facts/buckets";
import { grants, holdsFor, type Statement } from "../policy";
import { any, text } from "../reading";
import { holds, judging, notApplicable, unmet } from "../rule";

const DAYS: Readonly<Record<string, number>> = { Daily: 1, Weekly: 7 };

export const inventoryDelivered = judging({
  id: "inventory-delivered",
  duties: ["Art12", "Art21"],
  title: "The list that S3 makes of the vault arrives",
  why: "S3 drops a list it may not deliver, and says so nowhere: the witness apart from the product is then missing.",
  fix: "Deliver daily into a bucket of ours whose policy lets s3.amazonaws.com put objects below the prefix, for the vault.",
  measure: { name: "days between two lists", unit: "days", better: "lower" },
  subjects: vaultBuckets,
  judge(bucket, set) {
    const inventory = configurationOf(set, bucket, "aws_s3_bucket_inventory");
    if (!inventory) return notApplicable("the vault has no inventory, as another rule says");
    const target = set.find("aws_s3_bucket", any(inventory, "destination.bucket.bucket_arn"), inventory);
    if (!target || !guardedBuckets(set).includes(target)) return unmet("it goes to no bucket of ours");
    const account = set.account(bucket);
    const resource = `${bucketArn(target)}/${text(inventory, "destination.bucket.prefix") ?? ""}/any`;
    const rights = grants(bucketPolicy(set, target), {
      principal: "s3.amazonaws.com",
      action: "s3:PutObject",
      resource,
    });
    const request = {
      "aws:sourcearn": bucketArn(bucket),
      ...(account !== undefined && { "aws:sourceaccount": account }),
    };
    if (!rights.some((right) => holdsFor(right, request)))
      return unmet(`S3 may not put it into ${target.address}`);
    if (!rights.every((right) => isFor(right, bucketArn(bucket))))
      return unmet("lists of other buckets may be put there, too");
    const days = DAYS[text(inventory, "schedule.frequency") ?? ""];
    return holds(days !== undefined, `put into ${target.address}`, "it has no schedule", days);
  },
});

/** Whether a right is bound to one bucket: S3 itself is the same for everybody. */
const isFor = ({ conditions }: Statement, arn: string): boolean =>
  conditions.some(
    ({ key, values }) => key.toLowerCase() === "aws:sourcearn" && values.every((value) => value === arn),
  );
