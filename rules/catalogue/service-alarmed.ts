import { alarmedFor } from "../families/metric-alarm";
import { services } from "../facts/services";
import { any, blocks, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";

export const serviceAlarmed = alarmedFor({
  id: "service-alarmed",
  duties: ["Art12", "Art17(1)"],
  title: "People are told when no gate runs, or it fails",
  why: "Whoever cannot work past the gate asks for a way round it: people must know before them.",
  fix: "Alarm on RunningTaskCount, UnHealthyHostCount and the 5xx of targets and load balancer, with an action that reaches people.",
  subjects: services,
  alarms(service, set) {
    const { cluster, targets, loadBalancer } = surroundings(service, set);
    const ofLoadBalancer = { LoadBalancer: { of: loadBalancer, attribute: "arn_suffix" } };
    const ofTargets = { ...ofLoadBalancer, TargetGroup: { of: targets, attribute: "arn_suffix" } };
    const balancer = { namespace: "AWS/ApplicationELB", fires: "above", firesInSilence: false } as const;
    return [
      {
        namespace: "ECS/ContainerInsights",
        metric: "RunningTaskCount",
        statistic: "Minimum",
        fires: "below",
        firesInSilence: true,
        dimensions: {
          ClusterName: (cluster && text(cluster, "name")) ?? "",
          ServiceName: text(service, "name") ?? "",
        },
      },
      { ...balancer, metric: "UnHealthyHostCount", statistic: "Maximum", dimensions: ofTargets },
      { ...balancer, metric: "HTTPCode_Target_5XX_Count", statistic: "Sum", dimensions: ofTargets },
      { ...balancer, metric: "HTTPCode_ELB_5XX_Count", statistic: "Sum", dimensions: ofLoadBalancer },
    ];
  },
});

function surroundings(service: Resource, set: ResourceSet) {
  const [behind] = blocks(service, "load_balancer");
  const targets = behind && set.find("aws_lb_target_group", any(behind, "target_group_arn"), service);
  const listeners = set.pointing("aws_lb_listener", "default_action.target_group_arn", "aws_lb_target_group");
  const [listener] = (targets && listeners.by.get(targets.address)) ?? [];
  return {
    cluster: set.find("aws_ecs_cluster", any(service, "cluster"), service),
    targets,
    loadBalancer: listener && set.find("aws_lb", any(listener, "load_balancer_arn"), listener),
  };
}
