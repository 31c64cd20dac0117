import { Construct } from "constructs";
import type { Network, PartProps } from "../parts";
import { CreatedVpc } from "./created-vpc";
import { Endpoints } from "./endpoints";
import { FlowLog } from "./flow-log";
import { SecurityGroups } from "./security-groups";

export interface MlflowNetworkProps extends PartProps {
  /** ARN of the log group for the flow log of a network that is made here. */
  readonly flowLogGroupArn: string;
}

/** The network of the service: made, or the one the config names. Security groups are the stack's own in both. */
export class MlflowNetwork extends Construct implements Network {
  readonly vpcId: Network["vpcId"];
  readonly privateSubnetIds: Network["privateSubnetIds"];
  readonly loadBalancerSubnetIds: Network["loadBalancerSubnetIds"];
  readonly securityGroupIds: Network["securityGroupIds"];

  constructor(scope: Construct, id: string, props: MlflowNetworkProps) {
    super(scope, id);
    const { network } = props.service;
    if (network.kind === "existing") {
      this.vpcId = network.vpcId;
      this.privateSubnetIds = network.privateSubnetIds;
      this.loadBalancerSubnetIds = network.loadBalancerSubnetIds;
      this.securityGroupIds = this.createSecurityGroups(props).ids;
      return;
    }
    const { environment, service } = props;
    const created = new CreatedVpc(this, "Vpc", {
      environment,
      cidr: network.cidr,
      availabilityZones: network.availabilityZones,
      wayOutInEveryZone: service.highlyAvailable,
    });
    const { vpc, privateSubnets, publicSubnets, privateRouteTables } = created;
    this.vpcId = vpc.id;
    this.privateSubnetIds = privateSubnets.map((subnet) => subnet.id);
    this.loadBalancerSubnetIds =
      service.exposure === "internet" ? publicSubnets.map((subnet) => subnet.id) : this.privateSubnetIds;
    const groups = this.createSecurityGroups(props);
    this.securityGroupIds = groups.ids;
    new Endpoints(this, "Endpoints", {
      environment,
      vpcId: vpc.id,
      privateSubnets,
      privateRouteTables,
      usedBy: [
        { key: "service", description: "Gate and MLflow", group: groups.service },
        { key: "jobs", description: "Scheduled jobs", group: groups.jobs },
      ],
    });
    new FlowLog(this, "FlowLog", { environment, vpcId: vpc.id, logGroupArn: props.flowLogGroupArn });
  }

  private createSecurityGroups({ environment, service }: MlflowNetworkProps): SecurityGroups {
    return new SecurityGroups(this, "SecurityGroups", { environment, service, vpcId: this.vpcId });
  }
}
