import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { dutyTags, evidenceResource, type Duty } from "../../evidence-resource";

/** One thing that people are told of. */
export interface AlarmRow {
  /** Address and end of the name, frozen: snake case. */
  readonly key: string;
  readonly says: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
  readonly fires: "above" | "below";
  readonly threshold: number;
  /** Seconds of one measurement, and how many in a row have to be bad. */
  readonly period: number;
  readonly periods: number;
  /** What it means when nothing is measured: that all is well, or that it is not. */
  readonly silence: "well" | "bad";
}

const DUTIES: readonly Duty[] = ["Art12", "Art17(1)"];

/** The topic of the vault's watch, in its own stack: people who are told of the evidence are told of what it stands on. */
export function watchTopicArn(environment: Environment): string {
  const { region, accountId } = environment.aws;
  return `arn:aws:sns:${region}:${accountId}:${names(environment).watchTopic}`;
}

/** An alarm that reaches the people of the environment's watch. */
export function alarm(scope: Construct, environment: Environment, row: AlarmRow): void {
  const { key, says, namespace, metric, dimensions, statistic, fires, threshold } = row;
  const { period, periods, silence } = row;
  evidenceResource(
    new CloudwatchMetricAlarm(scope, key, {
      alarmName: names(environment).mlflow(key.replaceAll("_", "-")),
      alarmDescription: says,
      namespace,
      metricName: metric,
      dimensions,
      statistic,
      period,
      evaluationPeriods: periods,
      comparisonOperator: fires === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
      threshold,
      treatMissingData: silence === "well" ? "notBreaching" : "breaching",
      alarmActions: [watchTopicArn(environment)],
      tags: dutyTags(DUTIES),
    }),
    { logicalId: `mlflow_${key}`, duties: DUTIES },
  );
}
