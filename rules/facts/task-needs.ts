import { text, texts, any } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { placeOf } from "./arns";
import {
  containersOf,
  optionsOf,
  programOf,
  secretOf,
  taskDefinitions,
  theProgram,
  type Container,
} from "./containers";
import { schedules, taskOf } from "./jobs";
import type { Right } from "./needs";

const ROLE = "aws_iam_role";
const ECR = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^@:]+)/;
const ARTIFACTS = /^s3:\/\/([^/]+)\/(.+)$/;

/** The role of a task definition or a schedule at an attribute. @throws CannotTell when it is not known */
export const roleAt = (set: ResourceSet, resource: Resource, attribute: string): Resource | undefined =>
  set.find(ROLE, any(resource, attribute), resource);

/** What ECS has to do for all tasks of a role: pull their images, read their secrets, write their logs. */
export function executionNeeds(set: ResourceSet, role: Resource): readonly Right[] {
  return tasksOf(set, role, "execution_role_arn").flatMap((task) =>
    containersOf(task).flatMap((each) => [
      ...images(each),
      ...logs(set, task, each),
      ...secrets(set, task, each),
    ]),
  );
}

/** What the programs of all tasks of a role have to do: MLflow keeps or reads artifacts, others take roles of the vault. */
export function taskNeeds(set: ResourceSet, role: Resource): readonly Right[] {
  return tasksOf(set, role, "task_role_arn").flatMap((task) =>
    containersOf(task).flatMap((each) => {
      if (programOf(each) === "mlflow") return artifacts(set, task, each);
      const taken = optionsOf(each).get("--vault-role");
      return typeof taken === "string" ? [{ call: "sts:AssumeRole", on: taken }] : [];
    }),
  );
}

/** What a scheduler has to do for all schedules of a role: start their tasks, hand over the tasks' roles, put away failures. */
export function schedulerNeeds(set: ResourceSet, role: Resource): readonly Right[] {
  return schedules(set)
    .filter((schedule) => roleAt(set, schedule, "target.role_arn") === role)
    .flatMap((schedule) => starts(set, schedule));
}

const tasksOf = (set: ResourceSet, role: Resource, attribute: string): readonly Resource[] =>
  taskDefinitions(set).filter((task) => roleAt(set, task, attribute) === role);

function images({ image }: Container): readonly Right[] {
  const [, account, region, repository] = ECR.exec(image) ?? [];
  if (repository === undefined) return [];
  const on = `arn:aws:ecr:${region}:${account}:repository/${repository}`;
  return [
    { call: "ecr:GetAuthorizationToken", on: "*" },
    ...["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"].map((call) => ({
      call,
      on,
    })),
  ];
}

function logs(set: ResourceSet, task: Resource, { logConfiguration }: Container): readonly Right[] {
  const group = logConfiguration?.options?.["awslogs-group"] ?? "";
  const on = `arn:aws:logs:${placeOf(set, task)}:log-group:${group}:*`;
  return ["logs:CreateLogStream", "logs:PutLogEvents"].map((call) => ({ call, on }));
}

function secrets(set: ResourceSet, task: Resource, { secrets: given = [] }: Container): readonly Right[] {
  if (given.length === 0) return [];
  return [
    ...given.map(({ valueFrom }) => ({ call: "secretsmanager:GetSecretValue", on: secretOf(valueFrom) })),
    ...onKey(set, task, ["kms:Decrypt"], "secretsmanager"),
  ];
}

function artifacts(set: ResourceSet, task: Resource, mlflow: Container): readonly Right[] {
  const [, bucket = "", prefix = ""] =
    ARTIFACTS.exec(String(optionsOf(mlflow).get("--artifacts-destination"))) ?? [];
  const [arn, reads] = [`arn:aws:s3:::${bucket}`, theProgram(task, "job") !== undefined];
  const objects = reads ? ["s3:GetObject"] : ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"];
  return [
    { call: "s3:ListBucket", on: arn },
    ...objects.map((call) => ({ call, on: `${arn}/${prefix}/*` })),
    ...onKey(set, task, reads ? ["kms:Decrypt"] : ["kms:Decrypt", "kms:GenerateDataKey"], "s3"),
  ];
}

/** The stack's own key, by its alias, through one service. */
function onKey(
  set: ResourceSet,
  beside: Resource,
  calls: readonly string[],
  service: string,
): readonly Right[] {
  const place = placeOf(set, beside);
  const [region] = place.split(":");
  const alias = set.ofType("aws_kms_alias").find(({ stack }) => stack === beside.stack);
  const when = {
    "ForAnyValue:StringEquals kms:ResourceAliases": (alias && text(alias, "name")) ?? "",
    "StringEquals kms:ViaService": `${service}.${region}.amazonaws.com`,
  };
  return calls.map((call) => ({ call, on: `arn:aws:kms:${place}:key/*`, when }));
}

function starts(set: ResourceSet, schedule: Resource): readonly Right[] {
  const [place, account] = [placeOf(set, schedule), set.account(schedule)];
  const cluster = set.find("aws_ecs_cluster", any(schedule, "target.arn"), schedule);
  const name = (cluster && text(cluster, "name")) ?? "";
  const task = taskOf(set, schedule);
  const roles = ["execution_role_arn", "task_role_arn"].flatMap((attribute) => {
    const role = task && roleAt(set, task, attribute);
    return role ? texts(role, "name") : [];
  });
  const queue = set.find("aws_sqs_queue", any(schedule, "target.dead_letter_config.arn"), schedule);
  return [
    {
      call: "ecs:RunTask",
      on: `arn:aws:ecs:${place}:task-definition/${(task && text(task, "family")) ?? ""}:*`,
      when: { "ArnEquals ecs:cluster": `arn:aws:ecs:${place}:cluster/${name}` },
    },
    {
      call: "ecs:TagResource",
      on: `arn:aws:ecs:${place}:task/${name}/*`,
      when: { "StringEquals ecs:CreateAction": "RunTask" },
    },
    ...roles.map((role) => ({
      call: "iam:PassRole",
      on: `arn:aws:iam::${account}:role/${role}`,
      when: { "StringEquals iam:PassedToService": "ecs-tasks.amazonaws.com" },
    })),
    ...(queue
      ? [
          { call: "sqs:SendMessage", on: `arn:aws:sqs:${place}:${text(queue, "name") ?? ""}` },
          ...(any(queue, "kms_master_key_id") === undefined
            ? []
            : onKey(set, schedule, ["kms:GenerateDataKey", "kms:Decrypt"], "sqs")),
        ]
      : []),
  ];
}
