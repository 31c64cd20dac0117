import { placeOf } from "../facts/arns";
import { taskDefinitions } from "../facts/containers";
import { schedules } from "../facts/jobs";
import { roleAt } from "../facts/task-needs";
import { statements } from "../policy";
import { any, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";

export const rolesForTheirService = judging({
  id: "roles-for-their-service",
  duties: ["Art12", "Art17(1)", "Art78"],
  title: "Roles of tasks and schedules are taken by their own service for this account, and by nobody else",
  why: "Whoever else takes MLflow's role overwrites artifacts, or decides as the gate.",
  fix: "Trust ecs-tasks.amazonaws.com or scheduler.amazonaws.com alone, for aws:SourceAccount and aws:SourceArn of our own.",
  subjects: (set) => [...taskDefinitions(set), ...schedules(set)],
  judge(subject, set) {
    const attributes =
      subject.type === "aws_scheduler_schedule"
        ? ["target.role_arn"]
        : ["execution_role_arn", "task_role_arn"];
    const wanted = trust(set, subject);
    const wrong = attributes.filter((attribute) => {
      const role = roleAt(set, subject, attribute);
      return !role || trusted(role) !== wanted;
    });
    return holds(wrong.length === 0, "taken by its service", `taken by others: ${wrong.join(", ")}`);
  },
});

function trust(set: ResourceSet, subject: Resource): string {
  const account = set.account(subject);
  if (subject.type !== "aws_scheduler_schedule")
    return [
      "ecs-tasks.amazonaws.com: sts:AssumeRole",
      `ArnLike aws:SourceArn arn:aws:ecs:${placeOf(set, subject)}:*`,
      `StringEquals aws:SourceAccount ${account}`,
    ].join("; ");
  const group = set.find("aws_scheduler_schedule_group", any(subject, "group_name"), subject);
  const name = (group && text(group, "name")) ?? "";
  return [
    "scheduler.amazonaws.com: sts:AssumeRole",
    `StringEquals aws:SourceAccount ${account}`,
    `StringEquals aws:SourceArn arn:aws:scheduler:${placeOf(set, subject)}:schedule-group/${name}`,
  ].join("; ");
}

/** All that a role's trust policy lets in, in one text. */
const trusted = (role: Resource): string =>
  statements(role, "assume_role_policy")
    .filter(({ effect }) => effect === "Allow")
    .map(({ principals, actions, notActions, conditions }) =>
      [
        `${principals.join(", ")}: ${[...actions, ...notActions.map((each) => `all but ${each}`)].join(", ")}`,
        ...conditions.map(({ operator, key, values }) => `${operator} ${key} ${values.join(", ")}`).sort(),
      ].join("; "),
    )
    .join(" | ");
