import { bucketName, vaultBuckets } from "../facts/buckets";
import { copyingOf } from "../facts/replication";
import { all, flag, number, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet, type JudgedBy, type Rule } from "../rule";
import { CannotTell } from "../values";

/** A metric that S3 keeps of a replication, and the statistics that hide none of its peaks. */
interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly statistics: readonly string[];
}

/** An alarm on a metric of a vault's replication, that reaches somebody. */
export function alarmed(
  words: Omit<JudgedBy<Resource>, "judge" | "subjects" | "measure">,
  metric: Metric,
): Rule {
  return judging({
    ...words,
    measure: { name: "alarm threshold", unit: metric.unit, better: "lower" },
    subjects: vaultBuckets,
    judge(bucket, set) {
      const alarms = set.ofType("aws_cloudwatch_metric_alarm");
      const name = bucketName(bucket);
      const alarm = alarms.find(
        (each) => text(each, "metric_name") === metric.name && text(each, "dimensions.SourceBucket") === name,
      );
      if (!alarm) {
        if (!set.whole && alarms.length === 0)
          throw new CannotTell("no alarm is in these resources; it may be in another stack");
        return unmet(`no alarm on ${metric.name} of this bucket`);
      }
      if (!isMeasured(set, bucket, alarm)) return unmet(`${alarm.address} is about no metric that S3 keeps`);
      if (!fires(alarm, metric)) return unmet(`${alarm.address} does not fire when it should`);
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

/** S3 keeps the metric per rule of the replication that says so, under the names of both buckets. */
function isMeasured(set: ResourceSet, bucket: Resource, alarm: Resource): boolean {
  const copying = copyingOf(set, bucket);
  // Without a replication there is nothing to measure: another rule says so.
  if (copying.length === 0) return true;
  return (
    text(alarm, "namespace") === "AWS/S3" &&
    copying.some(
      ({ rule, replica }) =>
        text(rule, "destination.metrics.status") === "Enabled" &&
        text(rule, "id") === text(alarm, "dimensions.RuleId") &&
        (!replica || bucketName(replica) === text(alarm, "dimensions.DestinationBucket")),
    )
  );
}

function fires(alarm: Resource, { statistics }: Metric): boolean {
  const threshold = number(alarm, "threshold");
  const operator = text(alarm, "comparison_operator");
  // At 0 and "or equal" it fires for ever, and nobody looks any more.
  const compares =
    operator === "GreaterThanThreshold" || (operator === "GreaterThanOrEqualToThreshold" && threshold !== 0);
  return threshold !== undefined && compares && statistics.includes(text(alarm, "statistic") ?? "");
}
