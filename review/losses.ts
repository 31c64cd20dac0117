/**
 * What is lost when a resource is destroyed and made anew, although nothing in its attributes says so. What keeps
 * evidence itself (buckets, keys, trails, archives) is found by the rules' own notion of it and not listed here.
 */
export const LOST_ON_REPLACEMENT: Readonly<Record<string, string>> = {
  aws_athena_workgroup: "its query history goes",
  aws_cloudwatch_log_group: "the log entries in it go",
  aws_iam_role: "its unique id changes, and policies that named it stop matching",
  aws_sns_topic: "its subscriptions go with it",
  aws_sns_topic_subscription: "nobody is told until the new subscription is confirmed",
  datadog_logs_metric: "the history of the counts ends",
  datadog_monitor: "its alert history goes, and downtimes that name it stop matching",
  datadog_service_level_objective: "its history goes",
};
