import { vaultBuckets } from "../facts/buckets";
import { any, number } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";

export const replicationAlarmsSoon = judging({
  id: "replication-alarms-soon",
  duties: ["Art12", "Art19(1)"],
  title: "Alarms about the copy come soon",
  why: "Until an alarm fires, what is not copied exists once.",
  fix: "Keep period and evaluation_periods of the alarm as short as they were.",
  measure: { name: "minutes until it fires", unit: "minutes", better: "lower" },
  subjects: alarms,
  judge(alarm) {
    const minutes = ((number(alarm, "period") ?? 0) * (number(alarm, "evaluation_periods") ?? 0)) / 60;
    return holds(minutes > 0, `fires after ${minutes} minutes`, "it never looks", minutes);
  },
});

function alarms(set: ResourceSet): readonly Resource[] {
  const vaults = new Set(vaultBuckets(set).map((bucket) => any(bucket, "bucket")));
  return set
    .ofType("aws_cloudwatch_metric_alarm")
    .filter((alarm) => vaults.has(any(alarm, "dimensions.SourceBucket")));
}
