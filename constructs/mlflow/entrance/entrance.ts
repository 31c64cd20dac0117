import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import { LOAD_BALANCER_IDLE_SECONDS, names } from "../../../configs";
import { dutyTags, evidenceResource } from "../../evidence-resource";
import { NETWORK_DUTIES } from "../network/duties";
import { GATE_PORT, type LoadBalancer, type Network, type PartProps } from "../parts";
import { AccessLogBucket } from "./access-log-bucket";
import { Firewall } from "./firewall";

export interface EntranceProps extends PartProps {
  readonly network: Network;
  /** Key of the firewall's log group. */
  readonly kmsKeyArn: string;
}

const ID = { logicalId: "mlflow", duties: NETWORK_DUTIES };
const HTTPS = 443;
/** TLS 1.3 and nothing older: no client of MLflow needs more than Python's or a browser's own. */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-3-2021-06";
/** Answers without signing in, and says nothing but that it is there. */
const HEALTH_PATH = "/evidence/health";

/** The one way in: a load balancer with TLS alone, behind a firewall, before the gate. */
export class Entrance extends Construct implements LoadBalancer {
  readonly arn: string;
  readonly arnSuffix: string;
  readonly targetGroupArn: string;
  readonly targetGroupArnSuffix: string;
  /** A service may be put behind the target group only when a listener uses it. */
  readonly listener: LbListener;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EntranceProps,
  ) {
    super(scope, id);
    const loadBalancer = this.createLoadBalancer();
    const targetGroup = this.createTargetGroup();
    this.listener = this.createListener(loadBalancer, targetGroup);
    this.arn = loadBalancer.arn;
    this.arnSuffix = loadBalancer.arnSuffix;
    this.targetGroupArn = targetGroup.arn;
    this.targetGroupArnSuffix = targetGroup.arnSuffix;
    const { environment, service, kmsKeyArn } = props;
    new Firewall(this, "Firewall", { environment, service, kmsKeyArn, loadBalancerArn: loadBalancer.arn });
  }

  private createLoadBalancer(): Lb {
    const { environment, service, network } = this.props;
    const log = new AccessLogBucket(this, "AccessLog", { environment, service });
    const resource = new Lb(this, "Resource", {
      name: names(environment).loadBalancer,
      loadBalancerType: "application",
      internal: service.exposure === "internal",
      subnets: [...network.loadBalancerSubnetIds],
      securityGroups: [network.securityGroupIds.loadBalancer],
      enableDeletionProtection: true,
      dropInvalidHeaderFields: true,
      // What two servers may read differently is refused: one request must not become two behind the firewall.
      desyncMitigationMode: "strictest",
      enableWafFailOpen: false,
      idleTimeout: LOAD_BALANCER_IDLE_SECONDS,
      accessLogs: { bucket: log.name, enabled: true },
      tags: dutyTags(NETWORK_DUTIES),
      dependsOn: [log.policy],
    });
    return evidenceResource(resource, ID);
  }

  private createTargetGroup(): LbTargetGroup {
    const { environment, network } = this.props;
    const resource = new LbTargetGroup(this, "TargetGroup", {
      name: names(environment).loadBalancer,
      vpcId: network.vpcId,
      targetType: "ip",
      protocol: "HTTP",
      port: GATE_PORT,
      // An upload that is under way may go on as long as a silent one.
      deregistrationDelay: String(LOAD_BALANCER_IDLE_SECONDS),
      healthCheck: {
        path: HEALTH_PATH,
        protocol: "HTTP",
        matcher: "200",
        interval: 15,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      tags: dutyTags(NETWORK_DUTIES),
    });
    return evidenceResource(resource, ID);
  }

  private createListener(loadBalancer: Lb, targetGroup: LbTargetGroup): LbListener {
    const resource = new LbListener(this, "Listener", {
      loadBalancerArn: loadBalancer.arn,
      port: HTTPS,
      protocol: "HTTPS",
      sslPolicy: TLS_POLICY,
      certificateArn: this.props.service.certificateArn,
      defaultAction: [{ type: "forward", targetGroupArn: targetGroup.arn }],
      tags: dutyTags(NETWORK_DUTIES),
    });
    return evidenceResource(resource, ID);
  }
}
