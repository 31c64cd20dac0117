import type { MlflowServiceConfig } from "../../../configs";
import { repositoryConfigs, synthesize, type StackJson } from "../../stacks/synthesized";

type Service = MlflowServiceConfig;

/** Stack `production-mlflow` as it is with other settings of the service; all rules have to be met by it. */
export function mlflowStack(
  settings: Partial<Service> = {},
  without: readonly (keyof Service)[] = [],
): StackJson {
  const configs = repositoryConfigs();
  const environments = configs.environments.map((environment) => {
    const { mlflow } = environment;
    if (environment.id !== "production" || !mlflow?.service) return environment;
    const service = Object.fromEntries(
      Object.entries({ ...mlflow.service, ...settings }).filter(
        ([key]) => !without.includes(key as keyof Service),
      ),
    ) as Service;
    return { ...environment, mlflow: { ...mlflow, service } };
  });
  const stack = synthesize({ ...configs, environments }).stacks["production-mlflow"];
  if (!stack) throw new Error("production has no mlflow stack");
  return stack;
}

/** A container as ECS is told of it. */
export interface ContainerJson {
  readonly name: string;
  readonly command?: readonly string[];
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

/** The containers of a task definition of the stack, by name. */
export function containersIn(stack: StackJson, task: string): Readonly<Record<string, ContainerJson>> {
  const found = stack.resource?.["aws_ecs_task_definition"]?.[task];
  const all = JSON.parse(String(found?.["container_definitions"])) as readonly ContainerJson[];
  return Object.fromEntries(all.map((each) => [each.name, each]));
}
