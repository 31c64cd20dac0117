import { configurationOf, evidenceBuckets } from "../facts/buckets";
import { text } from "../reading";
import { judging, met, unmet } from "../rule";

/** From the weakest: GOVERNANCE yields to a right that the bucket's policy denies, COMPLIANCE to nobody. */
const MODES = ["GOVERNANCE", "COMPLIANCE"];

export const lockMode = judging({
  id: "lock-mode",
  duties: ["Art12", "Art19(1)"],
  title: "The lock has a mode, and it does not get weaker",
  why: "A GOVERNANCE lock can be lifted by whoever holds the right to bypass it; a COMPLIANCE lock by no one.",
  fix: "Set lock.mode of the environment back; from COMPLIANCE to GOVERNANCE there is no way for objects already written.",
  measure: { name: "strength of the lock", unit: "of 2", better: "higher" },
  subjects: evidenceBuckets,
  judge(bucket, set) {
    const lock = configurationOf(set, bucket, "aws_s3_bucket_object_lock_configuration");
    const mode = lock && text(lock, "rule.default_retention.mode");
    const strength = MODES.indexOf(mode ?? "") + 1;
    return strength > 0 ? met(`mode ${mode}`, strength) : unmet("the bucket's lock has no mode", 0);
  },
});
