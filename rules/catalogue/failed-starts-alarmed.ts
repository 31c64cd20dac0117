import { schedules } from "../facts/jobs";
import { alarmedFor } from "../families/metric-alarm";
import { any, text } from "../reading";

export const failedStartsAlarmed = alarmedFor({
  id: "failed-starts-alarmed",
  duties: ["Art12", "Art17(1)"],
  title: "People are told when a job could not be started",
  why: "What lies in a queue that nobody looks into is as good as lost.",
  fix: "Alarm on ApproximateNumberOfMessagesVisible of the schedules' dead-letter queue, with an action that reaches people.",
  subjects: schedules,
  alarms(schedule, set) {
    const queue = set.find("aws_sqs_queue", any(schedule, "target.dead_letter_config.arn"), schedule);
    return [
      {
        namespace: "AWS/SQS",
        metric: "ApproximateNumberOfMessagesVisible",
        statistic: "Maximum",
        fires: "above",
        firesInSilence: false,
        dimensions: { QueueName: (queue && text(queue, "name")) ?? "" },
      },
    ];
  },
});
