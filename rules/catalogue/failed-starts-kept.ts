import { schedules } from "../facts/jobs";
import { statements } from "../policy";
import { any, number } from "../reading";
import type { Resource } from "../resource";
import { holds, judging, unmet } from "../rule";
import { isLeftToProvider } from "../values";

/** A day: time to see the alarm, and to look what could not be started. */
const LEAST_SECONDS = 24 * 3600;
const LEAST_RETRIES = 1;

export const failedStartsKept = judging({
  id: "failed-starts-kept",
  duties: ["Art12", "Art17(1)"],
  title: "A start that fails is tried again, and kept when it fails for good",
  why: "EventBridge forgets what it could not start: the job has not run, and nothing says so for hours.",
  fix: "Give the schedule retries and a dead-letter queue that keeps its messages for days.",
  measure: { name: "retries", unit: "retries", better: "higher" },
  subjects: schedules,
  judge(schedule, set) {
    const queue = set.find("aws_sqs_queue", any(schedule, "target.dead_letter_config.arn"), schedule);
    if (!queue) return unmet("its failures go to no queue of these resources");
    // What the provider takes where nothing is written: four days, and 185 retries within a day.
    const kept = number(queue, "message_retention_seconds") ?? 345_600;
    const retries = number(schedule, "target.retry_policy.maximum_retry_attempts") ?? 185;
    const age = number(schedule, "target.retry_policy.maximum_event_age_in_seconds") ?? 86_400;
    const key = any(queue, "kms_master_key_id");
    const wrong = [
      ...(key === undefined || set.find("aws_kms_key", key, queue)
        ? []
        : [`${queue.address} has a key of somebody else`]),
      ...(isOpen(queue) ? [`everyone may take them out of ${queue.address}`] : []),
      ...(kept >= LEAST_SECONDS ? [] : [`${queue.address} keeps them for ${kept} seconds`]),
      ...(retries >= LEAST_RETRIES && age >= 60 ? [] : ["it is tried once"]),
    ];
    return holds(wrong.length === 0, `${retries} retries`, wrong.join("; "), retries);
  },
});

function isOpen(queue: Resource): boolean {
  const policy = any(queue, "policy");
  if (policy === undefined || policy === "" || isLeftToProvider(policy)) return false;
  return statements(queue, "policy").some(({ effect, everyone }) => effect === "Allow" && everyone);
}
