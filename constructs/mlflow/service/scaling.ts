import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import type { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import type { Construct } from "constructs";
import { names } from "../../../configs";
import { dutyTags, evidenceResource, type Duty } from "../../evidence-resource";
import type { LoadBalancer, PartProps } from "../parts";

export interface ScalingProps extends PartProps {
  readonly cluster: EcsCluster;
  readonly ecsService: EcsService;
  readonly loadBalancer: LoadBalancer;
}

const DUTIES: readonly Duty[] = ["Art12", "Art17(1)"];
/** A gate and two workers of MLflow still answer at once. */
const BUSY_PERCENT = 60;
/** Requests a minute for a task, before another one comes: a guess on the safe side, measured on no Fargate. */
const REQUESTS_A_MINUTE = 3000;
/** Quick to add, slow to take away: a task that goes ends the uploads it carries. */
const COOL_DOWN = { scaleOutCooldown: 60, scaleInCooldown: 900 };

/** How many tasks there are at the least. */
export const fewestTasks = ({ highlyAvailable }: PartProps["service"]): number => (highlyAvailable ? 2 : 1);

/** How many load may bring them to. */
export const mostTasks = (service: PartProps["service"]): number =>
  Math.max(fewestTasks(service), service.size.mostTasks);

/** Tasks follow the load, between two bounds: by processor time, and by requests. */
export function createScaling(scope: Construct, props: ScalingProps): void {
  const { environment, service, cluster, ecsService, loadBalancer } = props;
  const target = evidenceResource(
    new AppautoscalingTarget(scope, "Scaling", {
      serviceNamespace: "ecs",
      resourceId: `service/${cluster.name}/${ecsService.name}`,
      scalableDimension: "ecs:service:DesiredCount",
      minCapacity: fewestTasks(service),
      maxCapacity: mostTasks(service),
      tags: dutyTags(DUTIES),
    }),
    { logicalId: "mlflow", duties: DUTIES },
  );
  const measures = [
    { key: "cpu", metric: { predefinedMetricType: "ECSServiceAverageCPUUtilization" }, value: BUSY_PERCENT },
    {
      key: "requests",
      metric: {
        predefinedMetricType: "ALBRequestCountPerTarget",
        resourceLabel: `${loadBalancer.arnSuffix}/${loadBalancer.targetGroupArnSuffix}`,
      },
      value: REQUESTS_A_MINUTE,
    },
  ];
  for (const { key, metric, value } of measures)
    evidenceResource(
      new AppautoscalingPolicy(scope, `ScalingBy-${key}`, {
        name: names(environment).mlflow(`by-${key}`),
        policyType: "TargetTrackingScaling",
        serviceNamespace: target.serviceNamespace,
        resourceId: target.resourceId,
        scalableDimension: target.scalableDimension,
        targetTrackingScalingPolicyConfiguration: {
          targetValue: value,
          predefinedMetricSpecification: metric,
          ...COOL_DOWN,
        },
      }),
      { logicalId: `mlflow_${key}`, duties: DUTIES },
    );
}
