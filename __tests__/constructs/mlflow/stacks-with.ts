import type { MlflowServiceConfig } from "../../../configs";
import { repositoryConfigs, synthesize, type StackJson } from "../../stacks/synthesized";

/**
 * All stacks of the repository, with production's service changed. Rules judge them at synth: what is unmet fails.
 */
export function stacksWith(change: {
  readonly [K in keyof MlflowServiceConfig]?: MlflowServiceConfig[K] | undefined;
}): Record<string, StackJson> {
  const configs = repositoryConfigs();
  const environments = configs.environments.map((environment) => {
    const { mlflow } = environment;
    if (environment.id !== "production" || !mlflow?.service) return environment;
    const service = { ...mlflow.service, ...change } as MlflowServiceConfig;
    return { ...environment, mlflow: { ...mlflow, service } };
  });
  return synthesize({ ...configs, environments }).stacks;
}
