import type { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { dutyTags, evidenceResource } from "../../evidence-resource";
import { policyDocument, type PolicyStatement } from "../../policy-document";
import { NETWORK_DUTIES } from "./duties";
import { SecurityGroup, type OtherSide } from "./security-group";

export interface EndpointsProps {
  readonly environment: Environment;
  readonly vpcId: string;
  readonly privateSubnets: readonly Subnet[];
  readonly privateRouteTables: readonly RouteTable[];
  /** Who may use them. */
  readonly usedBy: readonly OtherSide[];
}

const HTTPS = 443;

/** What tasks ask AWS for: images, logs, secrets, keys, roles. */
const SERVICES = ["ecr.api", "ecr.dkr", "kms", "logs", "secretsmanager", "sts"] as const;

/**
 * Ways to AWS that do not leave the network. Each lets principals of the own account through alone: with credentials of
 * somebody else, nothing is carried out by them.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export class Endpoints extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: EndpointsProps,
  ) {
    super(scope, id);
    const group = this.createGroup();
    for (const service of SERVICES) this.createInterface(service, group);
    this.createS3();
  }

  private createGroup(): SecurityGroup {
    const { environment, vpcId, usedBy } = this.props;
    const group = new SecurityGroup(this, "Group", {
      environment,
      vpcId,
      part: "endpoints",
      description: "Endpoints of AWS services, for tasks alone",
    });
    for (const user of usedBy) group.letIn(user, HTTPS);
    return group;
  }

  private createInterface(service: (typeof SERVICES)[number], group: SecurityGroup): void {
    const { vpcId, privateSubnets } = this.props;
    const endpoint = new VpcEndpoint(this, service, {
      vpcId,
      serviceName: this.serviceName(service),
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: privateSubnets.map(({ id }) => id),
      securityGroupIds: [group.groupId],
      policy: policyDocument([this.ownAccount("OwnPrincipals", service, "*")]),
      tags: this.tags(service),
    });
    evidenceResource(endpoint, this.id(service));
  }

  /**
   * The buckets of the environment, and the one from which ECR gives out layers of images, by addresses that ECR signs.
   *
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-setting-up-s3-gateway
   */
  private createS3(): void {
    const { environment, vpcId, privateRouteTables } = this.props;
    const layers = `arn:aws:s3:::prod-${environment.aws.region}-starport-layer-bucket/*`;
    const endpoint = new VpcEndpoint(this, "s3", {
      vpcId,
      serviceName: this.serviceName("s3"),
      vpcEndpointType: "Gateway",
      routeTableIds: privateRouteTables.map(({ id }) => id),
      policy: policyDocument([
        this.ownAccount(
          "OwnBuckets",
          "s3",
          bucketsOf(environment).flatMap((name) => [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`]),
        ),
        { Sid: "Layers", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: layers },
      ]),
      tags: this.tags("s3"),
    });
    evidenceResource(endpoint, this.id("s3"));
  }

  private ownAccount(sid: string, service: string, resource: string | readonly string[]): PolicyStatement {
    return {
      Sid: sid,
      Effect: "Allow",
      Principal: "*",
      Action: `${service.split(".")[0]}:*`,
      Resource: resource,
      Condition: { StringEquals: { "aws:PrincipalAccount": this.props.environment.aws.accountId } },
    };
  }

  private serviceName(service: string): string {
    return `com.amazonaws.${this.props.environment.aws.region}.${service}`;
  }

  private id(service: string) {
    return { logicalId: `mlflow_${service.replaceAll(".", "_")}`, duties: NETWORK_DUTIES };
  }

  private tags(service: string) {
    const name = names(this.props.environment).mlflow(service.replaceAll(".", "-"));
    return { Name: name, ...dutyTags(NETWORK_DUTIES) };
  }
}

/** Buckets that gate, MLflow and jobs work with in the region: what is not named here cannot be reached from the network. */
function bucketsOf(environment: Environment): readonly string[] {
  const { artifactsBucket, vaultBucket, trailBucket, queryResultsBucket } = names(environment);
  const { backend } = environment.terraform;
  const state = backend.type === "s3" && backend.region === environment.aws.region ? [backend.bucket] : [];
  return [artifactsBucket, vaultBucket, trailBucket, queryResultsBucket, ...state];
}
