import { bucketName, vaultBuckets } from "../facts/buckets";
import { all, flag, number, text } from "../reading";
import type { Resource } from "../resource";
import { holds, judging, unmet, type JudgedBy, type Rule } from "../rule";
import { CannotTell } from "../values";

/** An alarm on a metric of a vault's replication, that reaches somebody. */
export function alarmed(
  words: Omit<JudgedBy<Resource>, "judge" | "subjects" | "measure">,
  metric: string,
  unit: string,
): Rule {
  return judging({
    ...words,
    measure: { name: "alarm threshold", unit, better: "lower" },
    subjects: vaultBuckets,
    judge(bucket, set) {
      const alarms = set.ofType("aws_cloudwatch_metric_alarm");
      const name = bucketName(bucket);
      const alarm = alarms.find(
        (each) => text(each, "metric_name") === metric && text(each, "dimensions.SourceBucket") === name,
      );
      if (!alarm) {
        if (!set.whole && alarms.length === 0)
          throw new CannotTell("no alarm is in these resources; it may be in another stack");
        return unmet(`no alarm on ${metric} of this bucket`);
      }
      const heard = flag(alarm, "actions_enabled", true) && all(alarm, "alarm_actions").length > 0;
      return holds(
        heard,
        `${alarm.address} alarms`,
        `${alarm.address} alarms nobody`,
        number(alarm, "threshold"),
      );
    },
  });
}
