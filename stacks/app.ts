import { App } from "cdktf";
import { groupBy, type Configs } from "../configs";
import { Art12LoggingStack } from "./art12-logging-stack";
import { Art72MonitoringStack } from "./art72-monitoring-stack";
import { DatadogOrganisationStack } from "./datadog-organisation-stack";
import { EvidenceVaultStack } from "./evidence-vault-stack";
import { GuardrailsStack } from "./guardrails-stack";
import { MlflowStack } from "./mlflow-stack";
import { judgeAtSynth } from "./rules-at-synth";
import { terraformStateStack } from "./terraform-state-stack";

/**
 * All stacks of all environments, in the order they are deployed in: the state's bucket first, the vault before the role that may write to it,
 * the role before the archive that proves it can.
 *
 * @param outdir folder for the synthesized Terraform; cdktf's own (`cdktf.out`) when not given
 */
export function createApp({ systems, environments }: Configs, outdir?: string): App {
  // No stack traces and no paths in the output: two machines synthesize the same bytes.
  const app = new App({ stackTraces: false, ...(outdir !== undefined && { outdir }) });
  const logging = new Map(
    environments.map((environment) => {
      const state = terraformStateStack(app, environment);
      const vault = new EvidenceVaultStack(app, environment);
      const stack = new Art12LoggingStack(app, environment);
      stack.addDependency(vault);
      const first = [vault, new MlflowStack(app, environment)];
      if (environment.guardrails) first.push(new GuardrailsStack(app, environment, environment.guardrails));
      if (state) for (const each of first) each.addDependency(state);
      return [environment.id, stack];
    }),
  );
  for (const [org, members] of groupBy(environments, ({ datadog }) => datadog.org)) {
    const organisation = new DatadogOrganisationStack(app, org, members);
    for (const environment of members) {
      const stack = logging.get(environment.id);
      if (stack) organisation.addDependency(stack);
      for (const system of systems) {
        if (system.environments !== "all" && !system.environments.includes(environment.id)) continue;
        new Art72MonitoringStack(app, environment, system).addDependency(organisation);
      }
    }
  }
  judgeAtSynth(app, environments);
  return app;
}
