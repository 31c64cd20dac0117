import { Webhook } from "@cdktf/provider-datadog/lib/webhook";
import { Construct } from "constructs";
import { names, type Environment, type System } from "../../configs";
import { alertPayload } from "../../evidence/risk-register/alert";
import { evidenceResource } from "../evidence-resource";

export interface RiskRegisterWebhookProps {
  readonly environment: Environment;
  readonly system: System;
  readonly register: NonNullable<Environment["riskRegister"]>;
}

/**
 * Carries alerts of one system to the risk register (Art 9). The token is a custom variable of Datadog's that the header
 * names: Terraform never sees its value, because whatever it sets lies in its state.
 */
export class RiskRegisterWebhook extends Construct {
  /** What a monitor's message names so that the webhook is called. */
  readonly handle: string;

  constructor(scope: Construct, id: string, { environment, system, register }: RiskRegisterWebhookProps) {
    super(scope, id);
    const name = names(environment).riskRegisterWebhook(system.id);
    const webhook = new Webhook(this, "Resource", {
      name,
      url: register.url,
      encodeAs: "json",
      payload: JSON.stringify(alertPayload({ ai_system: system.id, environment: environment.id })),
      customHeaders: JSON.stringify({ Authorization: `Bearer $${register.tokenVariable}` }),
    });
    evidenceResource(webhook, { logicalId: "risk_register", duties: ["Art9", "Art72"] });
    this.handle = `@webhook-${name}`;
  }
}
