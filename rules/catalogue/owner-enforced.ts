import { configurationOf, evidenceBuckets } from "../facts/buckets";
import { stateBuckets } from "../facts/stacks";
import { artifactBuckets } from "../facts/stores";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

export const ownerEnforced = judging({
  id: "owner-enforced",
  duties: ["Art12", "Art17(1)", "Art78"],
  title: "Access lists of single objects have no effect",
  why: "With access lists, who wrote an object could open it to others, past the bucket's policy.",
  fix: "Set object_ownership to BucketOwnerEnforced.",
  subjects: (set) => [...new Set([...evidenceBuckets(set), ...stateBuckets(set), ...artifactBuckets(set)])],
  judge(bucket, set) {
    const controls = configurationOf(set, bucket, "aws_s3_bucket_ownership_controls");
    if (!controls) return unmet("the bucket has no ownership controls");
    const ownership = text(controls, "rule.object_ownership");
    return holds(
      ownership === "BucketOwnerEnforced",
      "the bucket's owner owns all objects",
      `object ownership is ${ownership}`,
    );
  },
});
