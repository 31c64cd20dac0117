import { benign, destroys, refused, weakens, type Directions } from "../direction";

/** Who starts the jobs, and what becomes of a start that fails. */
export const MLFLOW_SCHEDULES: readonly Directions[] = [
  {
    type: "aws_scheduler_schedule",
    rows: [
      weakens("", "removed", ["Art12", "Art17(1)", "Art72"], "a job does not run"),
      benign("description|name", "*", "words for people"),
      refused("flexible_time_window", "removed", "a required block"),
      refused("flexible_time_window.mode", "*", "FLEXIBLE needs a window, and it has no other"),
      weakens("group_name", "*", ["Art12", "Art17(1)"], "the role lets schedules of its own group in"),
      benign("schedule_expression", "twice a day", "it runs more often"),
      refused("schedule_expression", "changed, emptied", "no expression that EventBridge takes"),
      weakens("schedule_expression", "*", ["Art12", "Art72"], "it runs less often"),
      benign("schedule_expression_timezone", "*", "as often, at another hour"),
      weakens("state", "to DISABLED", ["Art12", "Art72"], "it does not run"),
      benign("state", "*", "on is EventBridge's default"),
      weakens("end_date", "*", ["Art12", "Art72"], "it ends"),
      weakens("target", "removed", ["Art12", "Art72"], "it starts nothing"),
      refused(
        "target.ecs_parameters.network_configuration.security_groups|subnets",
        "added",
        "no group or subnet that is there",
      ),
      benign(
        "target.ecs_parameters.enable_ecs_managed_tags|propagate_tags",
        "*",
        "labels for people and for cost reports",
      ),
      benign("target.ecs_parameters.enable_execute_command", "removed", "off is ECS's default"),
      benign("target.ecs_parameters.network_configuration.assign_public_ip", "removed", "off is the default"),
      benign("target.ecs_parameters.task_count", "removed", "one is EventBridge's default"),
      refused("target.ecs_parameters.task_count", "zero, extreme", "EventBridge takes 1 to 10"),
      benign("target.retry_policy", "removed", "EventBridge's own are more"),
      benign("target.retry_policy.maximum_retry_attempts", "removed, raised", "it is tried more often"),
      refused("target.retry_policy.maximum_retry_attempts", "extreme", "EventBridge takes 185 at the most"),
      benign(
        "target.retry_policy.maximum_event_age_in_seconds",
        "lowered, raised, removed",
        "how long it is tried",
      ),
      refused("target.retry_policy.maximum_event_age_in_seconds", "zero, extreme", "a minute to a day"),
      weakens("target.**", "*", ["Art12", "Art15", "Art17(1)", "Art72"], "another task, or none"),
    ],
  },
  {
    type: "aws_scheduler_schedule_group",
    rows: [
      weakens("", "removed", ["Art12", "Art17(1)"], "the role lets no schedule in"),
      destroys("name", "*", ["Art12", "Art17(1)"], "the role lets no schedule in"),
    ],
  },
  {
    type: "aws_sqs_queue",
    rows: [
      weakens("", "removed", ["Art12", "Art17(1)"], "a start that failed is forgotten"),
      weakens(
        "kms_master_key_id",
        "*",
        ["Art12", "Art17(1)"],
        "the scheduler may use another key than it has to",
      ),
      weakens("message_retention_seconds", "zero", ["Art12"], "gone before anybody looks"),
      benign("message_retention_seconds", "*", "days to look at it"),
      destroys("name", "*", ["Art12", "Art17(1)"], "the scheduler may not put anything into it"),
    ],
  },
];
