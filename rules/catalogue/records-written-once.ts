import { bucketArn, bucketPolicy, vaultBuckets } from "../facts/buckets";
import { WRITTEN_ONCE } from "../facts/layout";
import { denials } from "../policy";
import { holds, judging } from "../rule";

export const recordsWrittenOnce = judging({
  id: "records-written-once",
  duties: ["Art12", "Art17(1)", "Art18(1)"],
  title: "The place of a record is taken once",
  why: "Records are chained by their place, and documentation lies under its digest: without this, something else could be put over either.",
  fix: "Deny s3:PutObject to everyone while s3:if-none-match is missing, below records/, timestamps/, checkpoints/, late/ and documentation/.",
  measure: { name: "prefixes written once", unit: `of ${WRITTEN_ONCE.length}`, better: "higher" },
  subjects: vaultBuckets,
  judge(bucket, set) {
    const policy = bucketPolicy(set, bucket);
    const open = WRITTEN_ONCE.filter(
      (prefix) =>
        !denials(policy, "s3:PutObject", `${bucketArn(bucket)}/${prefix}/*`).some(({ conditions }) =>
          conditions.every(
            ({ operator, key, values }) =>
              operator === "Null" && key === "s3:if-none-match" && values.includes("true"),
          ),
        ),
    );
    const good = WRITTEN_ONCE.length - open.length;
    return holds(
      open.length === 0,
      "each place is taken once",
      `places can be taken twice: ${open.join(", ")}`,
      good,
    );
  },
});
