import { art12Archives, daysLocked } from "../facts/buckets";
import { any } from "../reading";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

export const archiveIntoVault = judging({
  id: "archive-into-vault",
  duties: ["Art12", "Art19(1)", "Art26(6)"],
  title: "The archive writes into a locked bucket",
  why: "Whatever the vault protects does not help entries that are written elsewhere.",
  fix: "Let the archive write to the vault of its environment; a bucket made by hand has to be locked as the vault is.",
  subjects: art12Archives,
  judge(archive, set) {
    const target = any(archive, "s3_archive.bucket");
    if (target === undefined) return unmet("the archive does not write to S3");
    const bucket = set.find("aws_s3_bucket", target, archive);
    if (!bucket) {
      if (set.whole) return unmet("the bucket is in none of the stacks");
      throw new CannotTell("the bucket is none of these resources; it may be in another stack");
    }
    return holds(
      daysLocked(set, bucket) > 0,
      `writes to ${bucket.address}`,
      `${bucket.address} is not locked`,
    );
  },
});
