import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { dutyTags, evidenceResource } from "../../evidence-resource";
import { alarm } from "../service/alarm";
import { JOB_DUTIES } from "./job-task";

/** Longest time SQS keeps anything, in seconds: fourteen days. */
const KEPT_SECONDS = 14 * 24 * 3600;

/** Where starts go that did not come off, with people told of each. */
export function deadLetters(
  scope: Construct,
  { environment, kmsKeyArn }: { readonly environment: Environment; readonly kmsKeyArn: string },
): SqsQueue {
  const queue = evidenceResource(
    new SqsQueue(scope, "DeadLetters", {
      name: names(environment).mlflow("dead-letters"),
      kmsMasterKeyId: kmsKeyArn,
      messageRetentionSeconds: KEPT_SECONDS,
      tags: dutyTags(JOB_DUTIES),
    }),
    { logicalId: "mlflow_dead_letters", duties: JOB_DUTIES },
  );
  alarm(scope, environment, {
    key: "job_not_started",
    says: "A scheduled job could not be started",
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue.name },
    statistic: "Maximum",
    fires: "above",
    threshold: 0,
    period: 300,
    periods: 1,
    silence: "well",
  });
  return queue;
}
