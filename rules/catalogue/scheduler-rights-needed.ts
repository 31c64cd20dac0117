import { schedules } from "../facts/jobs";
import { schedulerNeeds } from "../facts/task-needs";
import { exactlyNeeded } from "../families/needed-rights";

export const schedulerRightsNeeded = exactlyNeeded({
  id: "scheduler-rights-needed",
  duties: ["Art12", "Art17(1)", "Art78"],
  title: "The scheduler may start the jobs' tasks with their own roles, and nothing else",
  why: "Who may pass any role to any task has every role of the account; who may start nothing leaves the checks undone.",
  fix: "Give the scheduler's role ecs:RunTask on the jobs' families in the cluster, iam:PassRole on their two roles, and its dead-letter queue.",
  subjects: schedules,
  role: "target.role_arn",
  needs: schedulerNeeds,
});
