import { mutated } from "./mutated";
import { remove, set, type Edit } from "./own-stacks";
import { hide } from "./places";

const STACK = "production-mlflow";
const at = (type: string, name = "mlflow") => `${STACK}/aws_${type}.${name}`;
const TASK = at("ecs_task_definition", "mlflow_service");
const JOB = at("ecs_task_definition", "mlflow_job_registry_check");
const SERVICE = at("ecs_service");
const CLUSTER = at("ecs_cluster");
const SCHEDULE = at("scheduler_schedule", "mlflow_job_registry_check");
const QUEUE = at("sqs_queue", "mlflow_dead_letters");
const DATABASE = at("db_instance");
const alarm = (name: string) => at("cloudwatch_metric_alarm", `mlflow_${name}`);
const right = (role: string) => at("iam_role_policy", `mlflow_${role}`);
const trust = (role: string) => at("iam_role", `mlflow_${role}`);
const containers = (change: string): Edit => mutated(`${TASK} container_definitions${change}`);
const hidden = hide(TASK, "container_definitions");

/** Rows as in `trios.ts`, about what runs: tasks, the service, schedules. */
// prettier-ignore
export const MLFLOW_SERVICE_TRIOS: readonly (readonly [rule: string, at: string, unmet: Edit, reason: string, unknown: Edit | undefined])[] = [
  ["images-pinned", TASK, containers("[gate].image: by its tag"), "gate runs 210987654321.dkr.ecr.eu-central-1.amazonaws.com/ai-act-evidence-production/gate:latest", hidden],
  ["containers-confined", TASK, containers("[mlflow].user: root"), "mlflow may be root", hidden],
  ["task-isolated", TASK, set(TASK, "network_mode", "host"), "no network of its own", hide(TASK, "network_mode")],
  ["mlflow-unreachable", TASK, containers("[mlflow].command[127.0.0.1]: changed"), "it listens on other addresses", hidden],
  ["mlflow-settings", TASK, containers("[mlflow].command[--serve-artifacts]: removed"), "without --serve-artifacts", hidden],
  ["gate-in-front", SERVICE, mutated(`${SERVICE} load_balancer: MLflow, too`), "2 containers are behind a load balancer; another container is behind it; another port is behind it", hide(SERVICE, "task_definition")],
  ["gate-settings", TASK, containers("[gate].command: one more option"), "with --more", hidden],
  ["job-settings", JOB, mutated(`${JOB} container_definitions[job].command[registry-check]: changed`), "it is none of the jobs: job registry-check-other", hide(JOB, "container_definitions")],
  ["variables-known", TASK, containers("[gate].environment: one more variable"), "gate has AWS_ENDPOINT_URL in plain", hidden],
  ["secrets-where-needed", TASK, containers("[mlflow].secrets: the owner's secret"), "mlflow has PGPASSWORD; mlflow has another's secret as PGPASSWORD", hidden],
  ["containers-logged", TASK, containers("[gate].logConfiguration: removed"), "gate is not logged; gate is logged to undefined; gate is logged in another region; gate has no name in the log", hidden],
  ["starts-in-order", TASK, containers("[gate].dependsOn: removed"), "gate does not wait for mlflow", hidden],
  ["revisions-kept", TASK, set(TASK, "skip_destroy", undefined), "skip_destroy is not true", hide(TASK, "skip_destroy")],
  ["service-keeps-running", SERVICE, set(SERVICE, "deployment_circuit_breaker.rollback", false), "a version that does not come up is not taken back", hide(at("appautoscaling_target"), "min_capacity")],
  ["tasks-closed", SERVICE, set(SERVICE, "enable_execute_command", true), "a shell may be opened in it", hide(SERVICE, "enable_execute_command")],
  ["task-counts-measured", CLUSTER, set(CLUSTER, "setting.0.value", "disabled"), "containerInsights is not enabled", hide(CLUSTER, "setting")],
  ["service-alarmed", SERVICE, set(alarm("no_task"), "treat_missing_data", "notBreaching"), "nobody is told in time of RunningTaskCount", hide(SERVICE, "cluster")],
  ["database-alarmed", DATABASE, remove(alarm("database_full")), "nobody is told in time of FreeStorageSpace", hide(DATABASE, "identifier")],
  ["failed-starts-alarmed", SCHEDULE, set(alarm("job_not_started"), "alarm_actions", []), "nobody is told in time of ApproximateNumberOfMessagesVisible", hide(SCHEDULE, "target.dead_letter_config.arn")],
  ["deployments-told", SERVICE, remove(at("cloudwatch_event_target", "mlflow_migration_failed")), "nobody is told of a failed migration", hide(SERVICE, "task_definition")],
  ["jobs-scheduled", `${STACK}/terraform`, remove(SCHEDULE), "not scheduled: registry-check", hide(SCHEDULE, "target.ecs_parameters.task_definition_arn")],
  ["schedule-often-enough", SCHEDULE, mutated(`${SCHEDULE} schedule_expression: once a day`), "every 24 hours, 1 at the most", hide(SCHEDULE, "schedule_expression")],
  ["schedule-starts-its-job", SCHEDULE, mutated(`${SCHEDULE} target.input: another command`), "with other arguments", hide(SCHEDULE, "target.role_arn")],
  ["failed-starts-kept", SCHEDULE, set(SCHEDULE, "target.dead_letter_config", undefined), "its failures go to no queue of these resources", hide(QUEUE, "message_retention_seconds")],
  ["execution-rights-needed", TASK, mutated(`${right("execution")} policy.Statement[Allow ReadSecrets].Resource[arn:aws:secretsmanager:eu-central-1:210987654321:secret:datadog/api-key-Ab12Cd]: removed`), "lacks secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-central-1:210987654321:secret:datadog/api-key-Ab12Cd", hide(right("execution"), "policy")],
  ["task-rights-needed", TASK, mutated(`${right("task")} policy.Statement[Allow KeepArtifacts].Resource: widened`), "lacks s3:GetObject on arn:aws:s3:::ai-act-evidence-production-artifacts-210987654321/mlflow/*; lacks s3:PutObject on arn:aws:s3:::ai-act-evidence-production-artifacts-210987654321/mlflow/*; lacks s3:AbortMultipartUpload on arn:aws:s3:::ai-act-evidence-production-artifacts-210987654321/mlflow/*; has s3:GetObject on *; has s3:PutObject on *; has s3:AbortMultipartUpload on *", hide(right("task"), "policy")],
  ["scheduler-rights-needed", SCHEDULE, mutated(`${right("scheduler")} policy.Statement[Allow GiveRoles].Condition: removed`), "lacks iam:PassRole on arn:aws:iam::210987654321:role/ai-act-evidence-production-mlflow-jobs-execution if StringEquals iam:PassedToService ecs-tasks.amazonaws.com; lacks iam:PassRole on arn:aws:iam::210987654321:role/ai-act-evidence-production-mlflow-jobs if StringEquals iam:PassedToService ecs-tasks.amazonaws.com; has iam:PassRole on arn:aws:iam::210987654321:role/ai-act-evidence-production-mlflow-jobs-execution; has iam:PassRole on arn:aws:iam::210987654321:role/ai-act-evidence-production-mlflow-jobs", hide(right("scheduler"), "policy")],
  ["roles-for-their-service", TASK, mutated(`${trust("task")} assume_role_policy.Statement[Allow 0].Principal: one more`), "taken by others: task_role_arn", hide(trust("task"), "assume_role_policy")],
];

/** Rows as in `more-trios.ts`: changes that only a measure shows. */
// prettier-ignore
export const MLFLOW_SERVICE_MEASURED: readonly (readonly [rule: string, at: string, edit: Edit, before: number, after: number])[] = [
  ["alarm-fires-soon", alarm("gate_errors"), set(alarm("gate_errors"), "evaluation_periods", 12), 15, 60],
  ["alarm-fires-early", alarm("no_task"), set(alarm("no_task"), "threshold", 0), -1, 0],
];
