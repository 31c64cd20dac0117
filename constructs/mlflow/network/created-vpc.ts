import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { dutyTags, evidenceResource } from "../../evidence-resource";
import { addressPlan, type ZonePlan } from "./address-plan";
import { NETWORK_DUTIES } from "./duties";

export interface CreatedVpcProps {
  readonly environment: Environment;
  /** Range of the network in CIDR notation. */
  readonly cidr: string;
  /** Letters of its availability zones. */
  readonly availabilityZones: readonly string[];
  /** Whether each zone has a way out of its own, or all share that of the first. */
  readonly wayOutInEveryZone: boolean;
}

const ANYWHERE = "0.0.0.0/0";

/**
 * A network of its own: tasks and database in private subnets, whose way out is a NAT gateway; public subnets for that
 * gateway and a load balancer of the internet, and for nothing else.
 */
export class CreatedVpc extends Construct {
  readonly vpc: Vpc;
  readonly privateSubnets: readonly Subnet[];
  readonly publicSubnets: readonly Subnet[];
  readonly privateRouteTables: readonly RouteTable[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CreatedVpcProps,
  ) {
    super(scope, id);
    this.vpc = this.createVpc();
    this.createDefaultSecurityGroup();
    const publicRoutes = this.createPublicRoutes();
    let wayOut: NatGateway | undefined;
    const zones = addressPlan(props.cidr, props.availabilityZones).map((zone) => {
      const publicSubnet = this.createSubnet("public", zone, publicRoutes);
      if (!wayOut || props.wayOutInEveryZone) wayOut = this.createWayOut(zone.letter, publicSubnet);
      const routes = this.createPrivateRoutes(zone.letter, wayOut);
      return { publicSubnet, routes, privateSubnet: this.createSubnet("private", zone, routes) };
    });
    this.publicSubnets = zones.map(({ publicSubnet }) => publicSubnet);
    this.privateSubnets = zones.map(({ privateSubnet }) => privateSubnet);
    this.privateRouteTables = zones.map(({ routes }) => routes);
  }

  private createVpc(): Vpc {
    const vpc = new Vpc(this, "Resource", {
      cidrBlock: this.props.cidr,
      // Private names of endpoints need both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: this.tags("vpc"),
    });
    return evidenceResource(vpc, this.id("mlflow"));
  }

  /** What names no security group gets the default one: it lets nothing in and nothing out. */
  private createDefaultSecurityGroup(): void {
    const group = new DefaultSecurityGroup(this, "DefaultSecurityGroup", {
      vpcId: this.vpc.id,
      ingress: [],
      egress: [],
      tags: this.tags("default-unused"),
    });
    evidenceResource(group, this.id("mlflow_default"));
  }

  private createPublicRoutes(): RouteTable {
    const gateway = new InternetGateway(this, "InternetGateway", {
      vpcId: this.vpc.id,
      tags: this.tags("internet"),
    });
    evidenceResource(gateway, this.id("mlflow"));
    const table = this.createRouteTable("public");
    const route = new Route(this, "public-route", {
      routeTableId: table.id,
      destinationCidrBlock: ANYWHERE,
      gatewayId: gateway.id,
    });
    evidenceResource(route, this.id("mlflow_public"));
    return table;
  }

  private createWayOut(letter: string, subnet: Subnet): NatGateway {
    const address = new Eip(this, `address-${letter}`, {
      domain: "vpc",
      tags: this.tags(`way-out-${letter}`),
    });
    evidenceResource(address, this.id(`mlflow_${letter}`));
    const gateway = new NatGateway(this, `way-out-${letter}`, {
      allocationId: address.id,
      subnetId: subnet.id,
      tags: this.tags(`way-out-${letter}`),
    });
    return evidenceResource(gateway, this.id(`mlflow_${letter}`));
  }

  private createPrivateRoutes(letter: string, wayOut: NatGateway): RouteTable {
    const table = this.createRouteTable(`private-${letter}`);
    const route = new Route(this, `private-route-${letter}`, {
      routeTableId: table.id,
      destinationCidrBlock: ANYWHERE,
      natGatewayId: wayOut.id,
    });
    evidenceResource(route, this.id(`mlflow_private_${letter}`));
    return table;
  }

  private createRouteTable(key: string): RouteTable {
    const table = new RouteTable(this, `routes-${key}`, { vpcId: this.vpc.id, tags: this.tags(key) });
    return evidenceResource(table, this.id(`mlflow_${key.replaceAll("-", "_")}`));
  }

  private createSubnet(
    kind: "public" | "private",
    { letter, ...ranges }: ZonePlan,
    routes: RouteTable,
  ): Subnet {
    const id = this.id(`mlflow_${kind}_${letter}`);
    const subnet = new Subnet(this, `${kind}-${letter}`, {
      vpcId: this.vpc.id,
      availabilityZone: `${this.props.environment.aws.region}${letter}`,
      cidrBlock: kind === "public" ? ranges.publicCidr : ranges.privateCidr,
      tags: this.tags(`${kind}-${letter}`),
    });
    evidenceResource(subnet, id);
    const association = new RouteTableAssociation(this, `${kind}-routes-${letter}`, {
      subnetId: subnet.id,
      routeTableId: routes.id,
    });
    evidenceResource(association, id);
    return subnet;
  }

  private id(logicalId: string) {
    return { logicalId, duties: NETWORK_DUTIES };
  }

  private tags(part: string) {
    return { Name: names(this.props.environment).mlflow(part), ...dutyTags(NETWORK_DUTIES) };
  }
}
