import { art12Archives, bucketName, vaultBuckets } from "../facts/buckets";
import { text } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const archivePresent = judging({
  id: "archive-present",
  duties: ["Art12", "Art12(1)", "Art19(1)"],
  title: "Every vault is fed by an archive",
  why: "Without an archive, entries leave Datadog when its own retention ends.",
  fix: "Deploy the organisation's Datadog stack with an archive into this vault.",
  subjects: vaultBuckets,
  judge(bucket, set) {
    const archives = art12Archives(set);
    const name = bucketName(bucket);
    const fed = archives.some((archive) => text(archive, "s3_archive.bucket") === name);
    if (!fed && !set.whole)
      throw new CannotTell("no archive is in these resources; it may be in another stack");
    return holds(fed, "an archive writes to it", "no archive writes to it");
  },
});
