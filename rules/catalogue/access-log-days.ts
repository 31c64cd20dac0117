import { configurationOf } from "../facts/buckets";
import { lifecycleRules } from "../facts/lifecycle";
import { accessLogBuckets } from "../facts/load-balancers";
import { number, text } from "../reading";
import { holds, judging, unmet } from "../rule";

/** An intrusion is found weeks after it, and rarely sooner. */
const LEAST_DAYS = 30;

export const accessLogDays = judging({
  id: "access-log-days",
  duties: ["Art15", "Art78"],
  title: `Access logs are kept ${LEAST_DAYS} days at the least, and end`,
  why: "Too short, and an intrusion is found after its traces went; for ever, and people's addresses pile up without a purpose.",
  fix: "Set mlflow.service.logDays.",
  measure: { name: "days the access log is kept", unit: "days", better: "higher" },
  subjects: accessLogBuckets,
  judge(bucket, set) {
    const lifecycle = configurationOf(set, bucket, "aws_s3_bucket_lifecycle_configuration");
    const days = (lifecycle ? lifecycleRules(lifecycle) : [])
      .filter((rule) => (text(rule, "filter.prefix") ?? "") === "")
      .flatMap((rule) => number(rule, "expiration.days") ?? []);
    if (days.length === 0) return unmet("access logs never end");
    const first = Math.min(...days);
    return holds(
      first >= LEAST_DAYS,
      `kept ${first} days`,
      `kept ${first} days, ${LEAST_DAYS} at the least`,
      first,
    );
  },
});
