import { configurationOf, replicaBuckets, vaultBuckets } from "../facts/buckets";
import { LATE_PREFIX, WRITTEN_ONCE } from "../facts/layout";
import { lifecycleRules } from "../facts/lifecycle";
import { any, text } from "../reading";
import { holds, judging, met } from "../rule";
import type { Readable } from "../values";

export const recordsNeverExpire = judging({
  id: "records-never-expire",
  duties: ["Art18(1)"],
  title: "No lifecycle rule deletes records, time stamps, checkpoints or documentation",
  why: "They are kept as long as Art 18(1) wants documentation kept, which is counted from the day a system is placed on the market and not from the day they were written.",
  fix: "Give every rule that expires objects a prefix other than theirs.",
  subjects: (set) => [...new Set([...vaultBuckets(set), ...replicaBuckets(set)])],
  judge(bucket, set) {
    const lifecycle = configurationOf(set, bucket, "aws_s3_bucket_lifecycle_configuration");
    if (!lifecycle) return met("nothing expires by itself");
    const reaching = lifecycleRules(lifecycle).filter(deletes).filter(reachesRecords);
    return holds(
      reaching.length === 0,
      "only entries of the archive expire",
      `expire by ${reaching.map((rule) => text(rule, "id") ?? "a rule without id").join(", ")}`,
    );
  },
});

/** Late entries are entries of the log, and end with it. */
const DOCUMENTATION = WRITTEN_ONCE.filter((prefix) => prefix !== LATE_PREFIX);

const deletes = (rule: Readable): boolean =>
  any(rule, "noncurrent_version_expiration") !== undefined ||
  any(rule, "expiration.date") !== undefined ||
  Number(text(rule, "expiration.days") ?? 0) > 0;

/** A filter by tag or size leaves open which prefix is meant. */
function reachesRecords(rule: Readable): boolean {
  const prefix = text(rule, "filter.prefix") ?? text(rule, "filter.and.prefix") ?? text(rule, "prefix") ?? "";
  return DOCUMENTATION.some((kept) => `${kept}/`.startsWith(prefix) || prefix.startsWith(`${kept}/`));
}
