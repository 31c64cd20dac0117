import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import type { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import type { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { dutyTags, evidenceResource, type Duty } from "../../evidence-resource";
import type { LoadBalancer, PartProps } from "../parts";
import { alarm, watchTopicArn, type AlarmRow } from "./alarm";

export interface AlarmsProps extends PartProps {
  readonly cluster: EcsCluster;
  readonly ecsService: EcsService;
  readonly loadBalancer: LoadBalancer;
}

const DUTIES: readonly Duty[] = ["Art12", "Art17(1)"];
const MINUTES_15 = { period: 300, periods: 3 };

/** People are told when the service fails, and when a new version of it does not come up. */
export function createAlarms(scope: Construct, props: AlarmsProps): void {
  for (const row of ofTheService(props)) alarm(scope, props.environment, row);
  createEvents(scope, props);
}

function ofTheService({ cluster, ecsService, loadBalancer }: AlarmsProps): readonly AlarmRow[] {
  const ofLoadBalancer = { LoadBalancer: loadBalancer.arnSuffix };
  const ofTargets = { ...ofLoadBalancer, TargetGroup: loadBalancer.targetGroupArnSuffix };
  const http = { namespace: "AWS/ApplicationELB", statistic: "Sum", fires: "above", ...MINUTES_15 } as const;
  return [
    {
      key: "no_task",
      says: "No task of MLflow and gate runs",
      namespace: "ECS/ContainerInsights",
      metric: "RunningTaskCount",
      dimensions: { ClusterName: cluster.name, ServiceName: ecsService.name },
      statistic: "Minimum",
      fires: "below",
      threshold: 1,
      period: 60,
      periods: 3,
      silence: "bad",
    },
    {
      key: "unhealthy_tasks",
      says: "A gate does not answer the load balancer",
      namespace: "AWS/ApplicationELB",
      metric: "UnHealthyHostCount",
      dimensions: ofTargets,
      statistic: "Maximum",
      fires: "above",
      threshold: 0,
      period: 60,
      periods: 10,
      silence: "well",
    },
    {
      ...http,
      key: "gate_errors",
      says: "The gate answers that it, or MLflow, is at fault",
      metric: "HTTPCode_Target_5XX_Count",
      dimensions: ofTargets,
      threshold: 10,
      silence: "well",
    },
    {
      ...http,
      key: "load_balancer_errors",
      says: "The load balancer reaches no gate",
      metric: "HTTPCode_ELB_5XX_Count",
      dimensions: ofLoadBalancer,
      threshold: 10,
      silence: "well",
    },
  ];
}

/** What ECS tells of a deployment: that it was taken back, and that the schema could not be brought up. */
function createEvents(scope: Construct, { environment, cluster, ecsService }: AlarmsProps): void {
  const told = [
    {
      key: "deployment_failed",
      says: "A new version of MLflow or gate did not come up and was taken back",
      kind: "ECS Deployment State Change",
      resources: [serviceArn(environment, cluster, ecsService)],
      detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
    },
    {
      key: "migration_failed",
      says: "MLflow's database could not be brought up to this MLflow",
      kind: "ECS Task State Change",
      detail: {
        group: [`service:${ecsService.name}`],
        lastStatus: ["STOPPED"],
        containers: { name: ["migrate"], exitCode: [{ "anything-but": [0] }] },
      },
    },
  ];
  for (const { key, says, kind, resources, detail } of told) {
    const address = { logicalId: `mlflow_${key}`, duties: DUTIES };
    const rule = new CloudwatchEventRule(scope, key, {
      name: names(environment).mlflow(key.replaceAll("_", "-")),
      description: says,
      eventPattern: JSON.stringify({ source: ["aws.ecs"], "detail-type": [kind], resources, detail }),
      tags: dutyTags(DUTIES),
    });
    evidenceResource(rule, address);
    const target = new CloudwatchEventTarget(scope, `${key}-target`, {
      rule: rule.name,
      targetId: "watch",
      arn: watchTopicArn(environment),
    });
    evidenceResource(target, address);
  }
}

function serviceArn(environment: Environment, cluster: EcsCluster, service: EcsService): string {
  const { region, accountId } = environment.aws;
  return `arn:aws:ecs:${region}:${accountId}:service/${cluster.name}/${service.name}`;
}
