import { MonitorConfigPolicy } from "@cdktf/provider-datadog/lib/monitor-config-policy";
import { Construct } from "constructs";
import type { Organisation } from "../../configs";
import { evidenceResource } from "../evidence-resource";

export interface MonitorTagPolicyProps {
  readonly policy: NonNullable<Organisation["monitorTagPolicy"]>;
}

/**
 * What the tag `compliance` of a monitor may say, for every monitor of the organisation, whoever made it: so only where
 * the config asks for it.
 */
export class MonitorTagPolicy extends Construct {
  constructor(scope: Construct, id: string, { policy }: MonitorTagPolicyProps) {
    super(scope, id);
    const resource = new MonitorConfigPolicy(this, "Resource", {
      policyType: "tag",
      tagPolicy: {
        tagKey: "compliance",
        tagKeyRequired: policy.required,
        validTagValues: ["eu-ai-act", ...policy.otherValues],
      },
    });
    evidenceResource(resource, { logicalId: "compliance_tag", duties: ["Art72"] });
  }
}
