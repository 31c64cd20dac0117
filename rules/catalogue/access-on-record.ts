import { bucketArn, replicaBuckets, vaultBuckets } from "../facts/buckets";
import { artifactBuckets } from "../facts/stores";
import { recordsObjects, trails } from "../facts/trails";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const accessOnRecord = judging({
  id: "access-on-record",
  duties: ["Art12", "Art17(1)", "Art19(1)", "Art78"],
  title: "Every read and write of evidence is on record",
  why: "Who saw or tried to change the log can only be said if it was recorded when it happened.",
  fix: "Let a trail record data events of the bucket's objects, reads and writes, without exceptions.",
  subjects: (set) => [...new Set([...vaultBuckets(set), ...replicaBuckets(set), ...artifactBuckets(set)])],
  judge(bucket, set) {
    const recorded = trails(set).some((trail) => recordsObjects(trail, bucketArn(bucket)));
    if (!recorded && !set.whole && trails(set).length === 0)
      throw new CannotTell("no trail is in these resources; it may be in another stack");
    return holds(
      recorded,
      "reads and writes are on record",
      "no trail records all reads and writes of its objects",
    );
  },
});
