import { SecurityGroup as SecurityGroupResource } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { dutyTags, evidenceResource } from "../../evidence-resource";
import { NETWORK_DUTIES } from "./duties";

export interface SecurityGroupProps {
  readonly environment: Environment;
  readonly vpcId: string;
  /** Kebab case: part of its name and, in snake case, of its address. */
  readonly part: string;
  readonly description: string;
}

/** Who is on the other side: another group, or an IPv4 range. */
export type OtherSide = {
  /** Snake case, for the rule's address. */
  readonly key: string;
  /** For people. */
  readonly description: string;
} & ({ readonly group: SecurityGroup } | { readonly cidr: string });

/** A security group that lets nothing in and nothing out until it is told to; each rule is a resource of its own. */
export class SecurityGroup extends Construct {
  readonly groupId: string;
  private readonly key: string;

  constructor(scope: Construct, id: string, { environment, vpcId, part, description }: SecurityGroupProps) {
    super(scope, id);
    this.key = `mlflow_${part.replaceAll("-", "_")}`;
    const name = names(environment).mlflow(part);
    const resource = new SecurityGroupResource(this, "Resource", {
      name,
      description,
      vpcId,
      tags: { Name: name, ...dutyTags(NETWORK_DUTIES) },
    });
    evidenceResource(resource, { logicalId: this.key, duties: NETWORK_DUTIES });
    this.groupId = resource.id;
  }

  /** Lets the other side in by TCP on a port. */
  letIn(from: OtherSide, port: number): void {
    const id = `from_${from.key}`;
    const rule = new VpcSecurityGroupIngressRule(this, id, this.rule(from, port));
    evidenceResource(rule, { logicalId: `${this.key}_${id}`, duties: NETWORK_DUTIES });
  }

  /** Lets connections out to the other side by TCP on a port. */
  letOut(to: OtherSide, port: number): void {
    const id = `to_${to.key}`;
    const rule = new VpcSecurityGroupEgressRule(this, id, this.rule(to, port));
    evidenceResource(rule, { logicalId: `${this.key}_${id}`, duties: NETWORK_DUTIES });
  }

  private rule(other: OtherSide, port: number) {
    return {
      securityGroupId: this.groupId,
      description: other.description,
      ...("group" in other ? { referencedSecurityGroupId: other.group.groupId } : { cidrIpv4: other.cidr }),
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
    };
  }
}
