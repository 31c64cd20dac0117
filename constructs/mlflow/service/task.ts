import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { dutyTags, evidenceResource, type Duty } from "../../evidence-resource";
import { containerDefinitions, volumeOf, type Container } from "./container";

export interface TaskProps {
  readonly environment: Environment;
  /** Address of the task definition, frozen once deployed. */
  readonly logicalId: string;
  /** Last part of its family: `service`, `job-<id>`. */
  readonly part: string;
  readonly duties: readonly Duty[];
  readonly containers: readonly Container[];
  /** What ECS does for the task: pull images, hand secrets to programs, write logs. */
  readonly executionRole: IamRole;
  /** What the programs themselves may do. */
  readonly taskRole: IamRole;
  /** CPU units, 1024 a core. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** Room of all volumes and images, in GiB. */
  readonly storageGiB: number;
}

/**
 * A task of Fargate, alone on its machine and in its network. Its revisions stay: which images ran when is told by them,
 * and a roll-back needs the one before.
 */
export function taskDefinition(scope: Construct, id: string, props: TaskProps): EcsTaskDefinition {
  const { environment, logicalId, part, duties, containers, executionRole, taskRole } = props;
  const { cpu, memoryMiB, storageGiB } = props;
  return evidenceResource(
    new EcsTaskDefinition(scope, id, {
      family: names(environment).mlflow(part),
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
      cpu: String(cpu),
      memory: String(memoryMiB),
      ephemeralStorage: { sizeInGib: storageGiB },
      executionRoleArn: executionRole.arn,
      taskRoleArn: taskRole.arn,
      volume: containers.map((each) => ({ name: volumeOf(each) })),
      containerDefinitions: containerDefinitions(environment, containers),
      skipDestroy: true,
      tags: dutyTags(duties),
    }),
    { logicalId, duties },
  );
}
