import type { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { Construct } from "constructs";
import { names } from "../../../configs";
import type { Job } from "../../../configs/jobs";
import type { Duty } from "../../evidence-resource";
import type { PartProps, Secrets } from "../parts";
import type { Container } from "../service/container";
import { MLFLOW_ADDRESS, mlflowContainer } from "../service/mlflow-container";
import { taskDefinition } from "../service/task";

export interface JobContainersProps extends PartProps {
  readonly images: NonNullable<PartProps["service"]["images"]>;
  readonly secrets: Secrets;
}

export interface JobTaskProps extends JobContainersProps {
  readonly executionRole: IamRole;
  readonly taskRole: IamRole;
}

export const JOB_DUTIES: readonly Duty[] = ["Art12", "Art72", "Art17(1)"];
/** A day's archive is listed and hashed, models are streamed: a core and no more. */
const CPU = 1024;
const MEMORY_MIB = 4096;
/** Fargate's least beyond what every task has. */
const STORAGE_GIB = 21;

/** What runs for a job: its command; and beside it, where it needs one, an MLflow that may read the database and no more. */
export function jobContainers(props: JobContainersProps, job: Job): readonly Container[] {
  const command = jobCommand(props, job);
  return job.readsMlflow ? [readingMlflow(props), { ...command, after: { mlflow: "HEALTHY" } }] : [command];
}

function jobCommand({ environment, service, images }: JobContainersProps, job: Job): Container {
  const { datadogApiKeySecretArn, datadogAppKeySecretArn } = service;
  return {
    name: "job",
    image: images.jobs,
    logs: "jobs",
    command: [
      ...["job", job.id, "--environment", environment.id],
      ...["--vault-role", names(environment).vaultRoleArn(job.role)],
      ...(job.readsMlflow ? ["--mlflow", MLFLOW_ADDRESS] : []),
    ],
    secrets: {
      ...(datadogApiKeySecretArn !== undefined && { DD_API_KEY: datadogApiKeySecretArn }),
      ...(job.readsDatadog && datadogAppKeySecretArn !== undefined && { DD_APP_KEY: datadogAppKeySecretArn }),
    },
  };
}

function readingMlflow({ environment, images, secrets }: JobContainersProps): Container {
  return mlflowContainer({
    environment,
    image: images.mlflow,
    logs: "jobs",
    databaseSecret: secrets.readerDatabase,
    workers: 1,
    jobExecution: false,
  });
}

/** The task of a job: its command stands in the definition, so that a start cannot ask for another. */
export const jobTask = (scope: Construct, props: JobTaskProps, job: Job): EcsTaskDefinition =>
  taskDefinition(scope, `Task-${job.id}`, {
    environment: props.environment,
    logicalId: `mlflow_job_${job.id.replaceAll("-", "_")}`,
    part: `job-${job.id}`,
    duties: JOB_DUTIES,
    containers: jobContainers(props, job),
    executionRole: props.executionRole,
    taskRole: props.taskRole,
    cpu: CPU,
    memoryMiB: MEMORY_MIB,
    storageGiB: STORAGE_GIB,
  });
