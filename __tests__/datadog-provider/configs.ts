import type { Configs, Environment } from "../../configs";
import { repositoryConfigs } from "../stacks/synthesized";

export function sandboxEnvironment(): Environment {
  const found = repositoryConfigs().environments.find(({ id }) => id === "sandbox");
  if (!found) throw new Error("configs/ declare no sandbox");
  return found;
}

/** The repository's systems in the sandbox alone. */
export const sandboxConfigs = (): Configs => ({
  ...repositoryConfigs(),
  environments: [sandboxEnvironment()],
});

/** Config of a system in which one number is another. */
export function withThreshold(configs: Configs, system: string, name: string, value: number): Configs {
  const systems = configs.systems.map((one) =>
    one.id === system
      ? {
          ...one,
          monitoring: { ...one.monitoring, thresholds: { ...one.monitoring.thresholds, [name]: value } },
        }
      : one,
  );
  return { ...configs, systems };
}
