import type { Construct } from "constructs";
import { stackName, type Environment } from "../configs";
import { OrganisationGuardrails } from "../constructs/guardrails/organisation-guardrails";
import { EnvironmentStack } from "./environment-stack";

/**
 * `<environment>-guardrails`: what the AWS organisation forbids in the vault's account. Exists where the config names a
 * target; applied with the rights of the organisation's management account.
 */
export class GuardrailsStack extends EnvironmentStack {
  constructor(
    scope: Construct,
    environment: Environment,
    guardrails: NonNullable<Environment["guardrails"]>,
  ) {
    super(scope, stackName.guardrails(environment.id), environment);
    this.createAwsProvider(guardrails.managementAccountId);
    new OrganisationGuardrails(this, "Guardrails", { environment, targetId: guardrails.targetId });
  }
}
