import { configurationOf, vaultBuckets } from "../facts/buckets";
import { any } from "../reading";
import { holds, judging, notApplicable } from "../rule";
import { CannotTell } from "../values";

export const replicaElsewhere = judging({
  id: "replica-elsewhere",
  duties: ["Art18(1)", "Art19(1)"],
  title: "The copy is in another region",
  why: "A copy in the same region is lost with it.",
  fix: "Name another region of the Union in replica.region.",
  subjects: vaultBuckets,
  judge(bucket, set) {
    const replication = configurationOf(set, bucket, "aws_s3_bucket_replication_configuration");
    if (!replication) return notApplicable("the vault is not copied, as another rule says");
    const replica = set.find("aws_s3_bucket", any(replication, "rule.destination.bucket"), replication);
    const [here, there] = [set.region(bucket), replica && set.region(replica)];
    if (!here || !there) throw new CannotTell("the region of the vault or its copy is not known");
    return holds(here !== there, `in ${there}`, `vault and copy are both in ${here}`);
  },
});
