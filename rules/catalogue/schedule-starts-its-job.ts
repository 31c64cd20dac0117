import { jobOf, KNOWN_JOBS, schedules, taskOf } from "../facts/jobs";
import { any, blocks, number, text } from "../reading";
import { holds, judging } from "../rule";

export const scheduleStartsItsJob = judging({
  id: "schedule-starts-its-job",
  duties: ["Art12", "Art17(1)", "Art72"],
  title: "Every schedule starts the reviewed task of a job, by a role that may",
  why: "A schedule whose target is another, or is overruled, does nothing, or something that nobody reviewed.",
  fix: "Target the stack's cluster and the job's task definition, once, with the scheduler's role and no input.",
  subjects: schedules,
  judge(schedule, set) {
    const task = taskOf(set, schedule);
    const id = task ? jobOf(task) : undefined;
    const role = set.find("aws_iam_role", any(schedule, "target.role_arn"), schedule);
    const group = set.find("aws_scheduler_schedule_group", any(schedule, "group_name"), schedule);
    const wrong = [
      ...(id !== undefined && Object.hasOwn(KNOWN_JOBS, id) ? [] : ["it starts none of the jobs"]),
      ...(set.find("aws_ecs_cluster", any(schedule, "target.arn"), schedule) ? [] : ["in another cluster"]),
      ...(role && isTrusted(text(role, "assume_role_policy")) ? [] : ["by another role"]),
      // The role trusts schedules of this group alone.
      ...(group ? [] : ["in another group"]),
      ...((number(schedule, "target.ecs_parameters.task_count") ?? 1) === 1
        ? []
        : ["more than once at a time"]),
      ...((text(schedule, "target.input") ?? "") === "" ? [] : ["with other arguments"]),
      ...(blocks(schedule, "target.ecs_parameters").length === 1 ? [] : ["without a task"]),
    ];
    return holds(wrong.length === 0, `it starts ${String(id)}`, wrong.join("; "));
  },
});

const isTrusted = (trust: string | undefined): boolean => trust?.includes("scheduler.amazonaws.com") === true;
