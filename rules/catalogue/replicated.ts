import { configurationOf, vaultBuckets } from "../facts/buckets";
import { blocks, any, text } from "../reading";
import { holds, judging, unmet } from "../rule";

export const replicated = judging({
  id: "replicated",
  duties: ["Art12", "Art18(1)", "Art19(1)"],
  title: "The vault is copied, all of it",
  why: "A closed account, a lost key or a lost region takes a single copy with it, locked or not.",
  fix: "Give the vault a replication with status Enabled and an empty filter; use the replica's construct.",
  subjects: vaultBuckets,
  judge(bucket, set) {
    const replication = configurationOf(set, bucket, "aws_s3_bucket_replication_configuration");
    if (!replication) return unmet("the vault is not copied");
    const rules = blocks(replication, "rule").filter((rule) => text(rule, "status") === "Enabled");
    const whole = rules.filter(
      (rule) =>
        !text(rule, "prefix") &&
        !text(rule, "filter.prefix") &&
        any(rule, "filter.tag.key") === undefined &&
        any(rule, "filter.and") === undefined,
    );
    if (rules.length === 0) return unmet("no rule of the replication is enabled");
    return holds(whole.length > 0, "everything is copied", "only a part of the vault is copied");
  },
});
