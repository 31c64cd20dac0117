import { names, type Environment } from "../../../configs";
import type { Job } from "../../../configs/jobs";
import type { PolicyStatement } from "../../policy-document";
import { onServiceKey } from "../service/task-rights";

/** Lets the schedules of our own group take the role, and no others of the account. */
export function schedulesOf(environment: Environment): PolicyStatement {
  const { region, accountId } = environment.aws;
  return {
    Effect: "Allow",
    Principal: { Service: "scheduler.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: {
        "aws:SourceAccount": accountId,
        "aws:SourceArn": `arn:aws:scheduler:${region}:${accountId}:schedule-group/${names(environment).mlflow("jobs")}`,
      },
    },
  };
}

/** Starting these jobs' tasks with the roles they have, in our cluster; and putting away what could not be started. */
export function schedulerRights(environment: Environment, jobs: readonly Job[]): readonly PolicyStatement[] {
  const { region, accountId } = environment.aws;
  const { mlflow, mlflowRoleArn } = names(environment);
  const ecs = `arn:aws:ecs:${region}:${accountId}`;
  return [
    {
      Sid: "StartJobs",
      Effect: "Allow",
      Action: "ecs:RunTask",
      Resource: jobs.map(({ id }) => `${ecs}:task-definition/${mlflow(`job-${id}`)}:*`),
      Condition: { ArnEquals: { "ecs:cluster": `${ecs}:cluster/${mlflow("cluster")}` } },
    },
    {
      Sid: "TagTasks",
      Effect: "Allow",
      Action: "ecs:TagResource",
      Resource: `${ecs}:task/${mlflow("cluster")}/*`,
      Condition: { StringEquals: { "ecs:CreateAction": "RunTask" } },
    },
    {
      Sid: "GiveRoles",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: [mlflowRoleArn("jobs-execution"), mlflowRoleArn("jobs")],
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
    {
      Sid: "PutAway",
      Effect: "Allow",
      Action: "sqs:SendMessage",
      Resource: `arn:aws:sqs:${region}:${accountId}:${mlflow("dead-letters")}`,
    },
    { Sid: "EncryptPutAway", ...onServiceKey(environment, ["kms:GenerateDataKey", "kms:Decrypt"], "sqs") },
  ];
}
