import type { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import type { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import { names } from "../../../configs";
import { JOBS, type Job } from "../../../configs/jobs";
import { dutyTags, evidenceResource } from "../../evidence-resource";
import type { Network } from "../parts";
import { namedRole } from "../service/named-role";
import { artifactRights, executionRights, tasksOf, vaultRights } from "../service/task-rights";
import { deadLetters } from "./dead-letters";
import { schedulerCron } from "./cron";
import { JOB_DUTIES, jobContainers, jobTask, type JobContainersProps } from "./job-task";
import { schedulerRights, schedulesOf } from "./scheduler-rights";

export interface SchedulesProps extends JobContainersProps {
  readonly cluster: EcsCluster;
  readonly network: Network;
  /** ARN of the stack's key. */
  readonly kmsKeyArn: string;
}

/** What runs here. Others plan stacks, and need Terraform: CI alone has it. */
const SCHEDULED: readonly Job[] = JOBS.filter(({ runsIn }) => runsIn === "anywhere");

/** A start that failed is tried again, for as long as the next one is not yet due at the latest. */
const RETRIES = { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 3600 };

/** Every job of the declared set as a schedule of EventBridge that starts its task. */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    const { environment } = props;
    const executionRole = this.createExecutionRole(props);
    const taskRole = this.createTaskRole(props);
    const tasks = SCHEDULED.map((job) => ({
      job,
      task: jobTask(this, { ...props, executionRole, taskRole }, job),
    }));
    const dead = deadLetters(this, props);
    const role = namedRole(this, "SchedulerRole", {
      environment,
      part: "scheduler",
      duties: JOB_DUTIES,
      trusted: schedulesOf(environment),
      rights: schedulerRights(environment, SCHEDULED),
    });
    const group = evidenceResource(
      new SchedulerScheduleGroup(this, "Group", {
        name: names(environment).mlflow("jobs"),
        tags: dutyTags(JOB_DUTIES),
      }),
      { logicalId: "mlflow_jobs", duties: JOB_DUTIES },
    );
    for (const { job, task } of tasks) this.createSchedule(props, { job, task, group, role, dead });
  }

  private createExecutionRole(props: SchedulesProps): IamRole {
    const { environment } = props;
    return namedRole(this, "ExecutionRole", {
      environment,
      part: "jobs-execution",
      duties: JOB_DUTIES,
      trusted: tasksOf(environment),
      rights: executionRights(
        environment,
        SCHEDULED.flatMap((job) => jobContainers(props, job)),
      ),
    });
  }

  private createTaskRole({ environment }: SchedulesProps): IamRole {
    return namedRole(this, "TaskRole", {
      environment,
      part: "jobs",
      duties: JOB_DUTIES,
      trusted: tasksOf(environment),
      rights: [
        ...artifactRights(environment, "read"),
        vaultRights(environment, [...new Set(SCHEDULED.map(({ role }) => role))]),
      ],
    });
  }

  private createSchedule(props: SchedulesProps, parts: ScheduleParts): void {
    const { environment, cluster, network } = props;
    const { job, task, group, role, dead } = parts;
    const schedule = new SchedulerSchedule(this, `Schedule-${job.id}`, {
      name: names(environment).mlflow(`job-${job.id}`),
      description: job.does,
      groupName: group.name,
      scheduleExpression: schedulerCron(job.cron),
      scheduleExpressionTimezone: "UTC",
      state: "ENABLED",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: cluster.arn,
        roleArn: role.arn,
        ecsParameters: {
          // A family without its number is its newest revision, always: this is the one that was reviewed.
          taskDefinitionArn: task.arn,
          taskCount: 1,
          launchType: "FARGATE",
          enableExecuteCommand: false,
          enableEcsManagedTags: true,
          propagateTags: "TASK_DEFINITION",
          networkConfiguration: {
            subnets: [...network.privateSubnetIds],
            securityGroups: [network.securityGroupIds.jobs],
            assignPublicIp: false,
          },
        },
        retryPolicy: RETRIES,
        deadLetterConfig: { arn: dead.arn },
      },
    });
    evidenceResource(schedule, {
      logicalId: `mlflow_job_${job.id.replaceAll("-", "_")}`,
      duties: JOB_DUTIES,
    });
  }
}

interface ScheduleParts {
  readonly job: Job;
  readonly task: EcsTaskDefinition;
  readonly group: SchedulerScheduleGroup;
  readonly role: IamRole;
  readonly dead: SqsQueue;
}
