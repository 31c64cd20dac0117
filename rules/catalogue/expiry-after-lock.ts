import { configurationOf, evidenceBuckets, daysLocked } from "../facts/buckets";
import { lifecycleRules } from "../facts/lifecycle";
import { flag, number, text } from "../reading";
import { holds, judging, met, unmet } from "../rule";
import type { Readable } from "../values";

export const expiryAfterLock = judging({
  id: "expiry-after-lock",
  duties: ["Art19(1)", "Art26(6)"],
  title: "Nothing expires before its lock ends",
  why: "An expiry before the end of the lock deletes nothing while it holds, looks like retention, and deletes at once should the lock be gone.",
  fix: "Set lifecycle.expireAfterDays to the days of the lock or more.",
  measure: { name: "days until the first expiry", unit: "days", better: "higher" },
  subjects: evidenceBuckets,
  judge(bucket, set) {
    const lifecycle = configurationOf(set, bucket, "aws_s3_bucket_lifecycle_configuration");
    const days = lifecycle ? lifecycleRules(lifecycle).flatMap(daysOf) : [];
    if (lifecycle && lifecycleRules(lifecycle).some((rule) => text(rule, "expiration.date") !== undefined))
      return unmet("everything expires on a date, whatever its age");
    if (days.length === 0) return met("nothing expires by itself");
    const first = Math.min(...days);
    const locked = daysLocked(set, bucket);
    return holds(
      first >= locked,
      `the first expiry is after ${first} days`,
      `expires after ${first} days, locked for ${locked}`,
      first,
    );
  },
});

/** A provider writes 0 days where a rule removes delete markers only. */
function daysOf(rule: Readable): number | [] {
  const days = number(rule, "expiration.days");
  return days === undefined || (days === 0 && flag(rule, "expiration.expired_object_delete_marker", false))
    ? []
    : days;
}
