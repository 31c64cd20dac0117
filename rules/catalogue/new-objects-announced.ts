import { configurationOf, vaultBuckets } from "../facts/buckets";
import { flag } from "../reading";
import { holds, judging, unmet } from "../rule";

export const newObjectsAnnounced = judging({
  id: "new-objects-announced",
  duties: ["Art12", "Art19(1)"],
  title: "The vault announces what is put into it",
  why: "What came into the vault, or left it, can be noticed at once where S3 says so; otherwise it waits for the next seal.",
  fix: "Give the vault an aws_s3_bucket_notification with eventbridge set to true.",
  subjects: vaultBuckets,
  judge(bucket, set) {
    const notification = configurationOf(set, bucket, "aws_s3_bucket_notification");
    if (!notification) return unmet("the vault announces nothing");
    return holds(
      flag(notification, "eventbridge", false),
      "announced to EventBridge",
      "eventbridge is not true",
    );
  },
});
